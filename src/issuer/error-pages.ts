import type Koa from 'koa';
import { sendPage } from '../pages/send-page.ts';
import { refusal } from '../pages/texts/texts.ts';

/**
 * Sends the page for a sign-in that this browser did not begin, or that has expired.
 * @param reason for the log
 */
export function sendExpired(ctx: Koa.Context, reason: string): void {
  ctx.state['outcome'] = reason;
  // A browser that accepts cookies has one by now.
  sendPage(ctx, 400, 'sessionExpired', { lacksCookies: ctx.get('Cookie') === '' });
}

/**
 * Sends the page for a sign-in URL that was opened too late.
 * @param backUrl the redirect URI with an error for the application
 */
export function sendTooLate(ctx: Koa.Context, backUrl: string | undefined): void {
  ctx.state['outcome'] = 'sign-in URL too old';
  sendPage(ctx, 400, 'sessionExpired', { backUrl });
}

/** Sends the page for a customer account without an enabled connection. */
export function sendNotSetUp(ctx: Koa.Context): void {
  ctx.state['outcome'] = 'single sign-on is not set up';
  sendPage(ctx, 403, 'refused', { refusal: refusal('notSetUp', {}) });
}
