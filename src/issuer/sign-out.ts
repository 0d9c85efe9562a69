import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { sendPage } from '../pages/send-page.ts';

/** oidc-provider's end-session endpoint. Its router ignores case and a slash at the end. */
const END_SESSION = /^\/session\/end\/?$/i;

/** Handles signing out without a session. oidc-provider would store a new session for each such request. */
export function signOutWithoutSession(provider: Provider): Koa.Middleware {
  return async (ctx, next) => {
    if (END_SESSION.test(ctx.path)) {
      const { accountId } = await provider.Session.get(provider.createContext(ctx.req, ctx.res));
      if (accountId === undefined) {
        ctx.state['operationId'] = 'issuer_end_session';
        return sendPage(ctx, 200, 'signedOut', {});
      }
    }
    await next();
  };
}

/** Sends the page after signing out, or after the user chose to stay signed in. */
export async function sendSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { accountId } = await ctx.oidc.provider.Session.get(ctx);
  sendPage(ctx, 200, 'signedOut', { stays: accountId !== undefined });
}
