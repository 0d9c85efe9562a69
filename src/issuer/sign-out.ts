import type Koa from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { sendPage } from '../pages/send-page.ts';

/**
 * Signing out without a session. oidc-provider answers with a form that a script of its own submits; here the user
 * comes at once to where it leads: there is nothing to ask and nothing to end.
 */
export const signOutWithoutSession: Koa.Middleware = async (ctx, next) => {
  await next();
  const { oidc } = ctx as Partial<KoaContextWithOIDC>;
  if (oidc?.route !== 'end_session' || ctx.status !== 200) return;
  if (oidc.session?.accountId === undefined) sendPage(ctx, 200, 'signedOut', {});
};

/** The end of signing out, or of having been asked and staying. */
export async function sendSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { accountId } = await ctx.oidc.provider.Session.get(ctx);
  sendPage(ctx, 200, 'signedOut', { stays: accountId !== undefined });
}
