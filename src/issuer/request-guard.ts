import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { sendExpired, sendNotSetUp, sendTooLate } from './error-pages.ts';
import { type Binding, openBinding, SIGN_IN_URL_LIFETIME } from '../rules/binding.ts';
import { isConnected, usableRedirectUris } from '../rules/customer-account.ts';
import { redirectUriAllowed } from '../rules/redirect-uri.ts';
import { isAuthorizationPath, isResumePath } from '../config/issuer-url.ts';

/**
 * Accepts only authorization requests from `sso_url`, unchanged and within their lifetime. An application may add
 * `state`, `login_hint` and `prompt`. A resumed request must have no parameters.
 * The middleware throws ApiError too_many_requests.
 */
export function createRequestGuard(
  deps: Deps,
  { signInUrl }: Pick<Limits, 'signInUrl'>,
): Koa.Middleware {
  return async (ctx, next) => {
    // oidc-provider would read parameters from here that the stored request does not have.
    if (isResumePath(ctx.path) && ctx.search !== '') {
      ctx.state['operationId'] = 'issuer_resume';
      return sendExpired(ctx, 'parameters in a resumed sign-in');
    }
    if (!isAuthorizationPath(ctx.path)) {
      await next();
      return;
    }
    // The name that oidc-provider's route has.
    ctx.state['operationId'] = 'issuer_authorization';
    const opened = await openBinding(deps.keys.findBindingKey, ctx.query['nonce']);
    if (opened === undefined || isChanged(ctx, opened.binding)) {
      return sendExpired(ctx, 'sign-in URL refused');
    }
    const account = await deps.store.customerAccounts.findByCode(text(ctx, 'client_id') ?? '');
    if (account?.id !== opened.binding.customerAccountId) {
      return sendExpired(ctx, 'sign-in URL of another account');
    }
    if (!isConnected(account)) return sendNotSetUp(ctx);
    if (deps.clock().getTime() - opened.sealedAt.getTime() > SIGN_IN_URL_LIFETIME) {
      const isRegistered = redirectUriAllowed(
        usableRedirectUris(account),
        opened.binding.redirectUri,
      );
      return sendTooLate(ctx, isRegistered ? backUrl(ctx, opened.binding) : undefined);
    }
    await signInUrl(text(ctx, 'nonce') ?? '');
    await next();
  };
}

/** The redirect URI with an error response (RFC 6749, sections 4.1.2.1 and 4.2.2.1). */
function backUrl(ctx: Koa.Context, { redirectUri, responseType }: Binding): string {
  const url = new URL(redirectUri);
  const response = {
    error: 'access_denied',
    error_description: 'the sign-in URL was opened too late',
    state: text(ctx, 'state'),
  };
  const params = responseType === 'code' ? url.searchParams : new URLSearchParams();
  for (const [name, value] of Object.entries(response)) {
    if (value !== undefined) params.set(name, value);
  }
  if (responseType !== 'code') url.hash = params.toString();
  return url.href;
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
