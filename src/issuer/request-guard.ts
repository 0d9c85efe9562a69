import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { sendExpired, sendNotSetUp } from './refusals.ts';
import { type Binding, openBinding, SIGN_IN_URL_LIFETIME } from '../sso/binding.ts';
import { isConnected } from '../sso/customer-account.ts';
import { isAuthorizationPath } from './issuer-url.ts';

/**
 * Lets through only the authorization requests that `sso_url` made, within their lifetime and unchanged. An
 * application may add `state`, `login_hint` and `prompt`. It throws ApiError too_many_requests.
 */
export function createRequestGuard(
  deps: Deps,
  { signInUrl }: Pick<Limits, 'signInUrl'>,
): Koa.Middleware {
  return async (ctx, next) => {
    if (!isAuthorizationPath(ctx.path)) {
      await next();
      return;
    }
    // As oidc-provider's own, where it comes to that.
    ctx.state['operationId'] = 'issuer_authorization';
    const opened = await openBinding(deps.keys.findBindingKey, ctx.query['nonce']);
    const expired = (sealedAt: Date) =>
      deps.clock().getTime() - sealedAt.getTime() > SIGN_IN_URL_LIFETIME;
    if (opened === undefined || expired(opened.sealedAt) || isChanged(ctx, opened.binding)) {
      return sendExpired(ctx, 'sign-in URL refused');
    }
    const account = await deps.store.customerAccounts.findByCode(text(ctx, 'client_id') ?? '');
    if (account?.id !== opened.binding.customerAccountId) {
      return sendExpired(ctx, 'sign-in URL of another account');
    }
    if (!isConnected(account)) return sendNotSetUp(ctx);
    await signInUrl(text(ctx, 'nonce') ?? '');
    await next();
  };
}

function isChanged(ctx: Koa.Context, binding: Binding): boolean {
  return (
    text(ctx, 'redirect_uri') !== binding.redirectUri ||
    text(ctx, 'response_type') !== binding.responseType ||
    text(ctx, 'code_challenge') !== (binding.codeChallenge ?? undefined) ||
    ['response_mode', 'request', 'request_uri', 'claims'].some((name) => name in ctx.query)
  );
}

function text(ctx: Koa.Context, name: string): string | undefined {
  const value = ctx.query[name];
  return typeof value === 'string' ? value : undefined;
}
