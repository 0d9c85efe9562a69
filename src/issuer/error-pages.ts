import type Koa from 'koa';
import { sendPage } from '../pages/send-page.ts';
import { refusal } from '../pages/texts/texts.ts';

/** The page for a sign-in that this browser did not begin, or began too long ago. */
export function sendExpired(ctx: Koa.Context, why: string): void {
  ctx.state['outcome'] = why;
  // Whoever comes to such a page has cookies of ours by then.
  sendPage(ctx, 400, 'sessionExpired', { lacksCookies: ctx.get('Cookie') === '' });
}

/**
 * The page for a sign-in URL that was opened too late.
 * @param backUrl leads to the application, which is told
 */
export function sendTooLate(ctx: Koa.Context, backUrl: string | undefined): void {
  ctx.state['outcome'] = 'sign-in URL too old';
  sendPage(ctx, 400, 'sessionExpired', { backUrl });
}

/** The page for a customer account whose people cannot sign in, or cannot any more. */
export function sendNotSetUp(ctx: Koa.Context): void {
  ctx.state['outcome'] = 'single sign-on is not set up';
  sendPage(ctx, 403, 'refused', { refusal: refusal('notSetUp', {}) });
}
