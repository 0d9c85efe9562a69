import type Koa from 'koa';
import { sendPage } from '../pages/send-page.ts';
import { refusal } from '../pages/texts/texts.ts';

/** The page for a sign-in that this browser did not begin, or began too long ago. */
export function sendExpired(ctx: Koa.Context, why: string): void {
  ctx.state['outcome'] = why;
  sendPage(ctx, 400, 'sessionExpired', {});
}

/** The page for a customer account whose people cannot sign in, or cannot any more. */
export function sendNotSetUp(ctx: Koa.Context): void {
  ctx.state['outcome'] = 'single sign-on is not set up';
  sendPage(ctx, 403, 'refused', { refusal: refusal('notSetUp', {}) });
}
