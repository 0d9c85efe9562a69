import type Koa from 'koa';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { sendPage } from '../pages/send-page.ts';

/** Where oidc-provider asks; its router minds neither case nor a slash at the end. */
const END = /^\/session\/end\/?$/i;

/**
 * Signing out without a session: there is nothing to ask and nothing to end. oidc-provider would begin a session and
 * keep it, for anybody who comes by, and answer with a form that a script of its own submits.
 */
export function signOutWithoutSession(provider: Provider): Koa.Middleware {
  return async (ctx, next) => {
    if (END.test(ctx.path)) {
      const { accountId } = await provider.Session.get(provider.createContext(ctx.req, ctx.res));
      if (accountId === undefined) {
        ctx.state['operationId'] = 'issuer_end_session';
        return sendPage(ctx, 200, 'signedOut', {});
      }
    }
    await next();
  };
}

/** The end of signing out, or of having been asked and staying. */
export async function sendSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { accountId } = await ctx.oidc.provider.Session.get(ctx);
  sendPage(ctx, 200, 'signedOut', { stays: accountId !== undefined });
}
