import { createHash, randomBytes } from 'node:crypto';
import type Koa from 'koa';
import type { AuthorizationRequest } from '../connections/authorization-request.ts';
import type { OidcGateway } from '../connections/oidc-gateway.ts';
import type { OidcChecks } from '../connections/redeem-code.ts';
import type { Deps } from '../deps.ts';
import { cookieNames } from '../issuer/cookie-names.ts';
import type { CustomerAccount } from '../rules/customer-account.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { callbackUrl } from '../config/sign-in-paths.ts';

/** What the user signs in for: an interaction of an application, or a test sign-in. */
type Purpose = { readonly interactionUid: string } | { readonly testId: string };

/** A sign-in whose user was redirected to the identity provider and has not returned. */
export type PendingSignIn = Purpose & {
  readonly customerAccountId: number;
  /** The issuer that the user was redirected to. A response is refused when the connection has another one by then. */
  readonly issuer: string;
  /** Hash of the cookie of the browser that was redirected. */
  readonly browser: string;
  readonly checks: OidcChecks;
};

const PENDING = 'PendingSignIn';
/** Milliseconds that a user may take to sign in at the provider. */
const PENDING_LIFETIME = 10 * 60_000;

export interface PendingSignIns {
  /**
   * Redirects a browser to the provider of a customer account.
   * @throws ProviderError
   */
  begin(
    ctx: Koa.Context,
    account: Pick<CustomerAccount, 'id' | 'code'> & { readonly connection: OidcConnection },
    purpose: Purpose,
    request: Omit<AuthorizationRequest, 'redirectUri'>,
  ): Promise<void>;
  /** Consumes the `state` of a callback. @returns undefined when it is unknown, expired or consumed */
  consume(state: string): Promise<PendingSignIn | undefined>;
  /** Hash of the browser's cookie; undefined when it has none. */
  browserOf(ctx: Koa.Context): string | undefined;
}

export function createPendingSignIns(
  { store, clock, config }: Pick<Deps, 'store' | 'clock' | 'config'>,
  gateway: Pick<OidcGateway, 'begin'>,
): PendingSignIns {
  const { browser: cookie } = cookieNames(config, 'latchkey');
  return {
    async begin(ctx, account, purpose, request) {
      const { id: customerAccountId, code, connection } = account;
      const redirectUri = callbackUrl(config, code);
      const { url, checks } = await gateway.begin(connection, { ...request, redirectUri });
      const pending: PendingSignIn = {
        ...purpose,
        customerAccountId,
        issuer: connection.issuer,
        browser: hash(browserSecret(ctx, cookie)),
        checks,
      };
      const expiresAt = new Date(clock().getTime() + PENDING_LIFETIME);
      const keys = { customerAccountId };
      await store.records.put(PENDING, checks.state, { ...pending }, expiresAt, keys);
      ctx.status = 303;
      ctx.redirect(url);
    },

    async consume(state) {
      const record = await store.records.consume(PENDING, state, clock());
      return record as PendingSignIn | undefined;
    },

    browserOf(ctx) {
      const secret = ctx.cookies.get(cookie, { signed: true });
      return secret === undefined ? undefined : hash(secret);
    },
  };
}

/** Sets and returns the random cookie that identifies a browser, the same for all its pending sign-ins. */
function browserSecret(ctx: Koa.Context, cookie: string): string {
  const secret = ctx.cookies.get(cookie, { signed: true }) ?? randomBytes(32).toString('base64url');
  ctx.cookies.set(cookie, secret, {
    httpOnly: true,
    sameSite: 'lax',
    signed: true,
  });
  return secret;
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
