import { createHash } from 'node:crypto';
import * as client from 'openid-client';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import {
  ANY_METHOD,
  type AuthorizationRequest,
  authorizationRequest,
} from './authorization-request.ts';
import {
  needsUserinfo,
  type UserIdentification,
  identifyUser,
  type ReceivedClaims,
} from './claims.ts';
import { AuthMethodCache } from './client-authentication.ts';
import { discover, type DiscoveredProvider } from './discovered-provider.ts';
import { idTokenFault } from './id-token-rules.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { type OidcChecks, redeemCode } from './redeem-code.ts';
import { tracedFetch } from './traced-fetch.ts';
import { withoutChallenges } from './without-challenges.ts';

/** The OpenID client for customers' identity providers. All methods throw `ProviderError`. */
export interface OidcGateway {
  /** @returns the URL to redirect the browser to, and the values that the response is checked against */
  begin(
    connection: OidcConnection,
    request: AuthorizationRequest,
  ): Promise<{ url: string; checks: OidcChecks }>;
  /**
   * Redeems the code of a callback and verifies the ID token.
   * @param callbackUrl the URL that the provider redirected the browser to, with its query
   * @returns the received claims, and the user or why the user is refused
   */
  complete(
    connection: OidcConnection,
    callbackUrl: URL,
    checks: OidcChecks,
  ): Promise<{ received: ReceivedClaims; identification: UserIdentification }>;
}

/** Milliseconds for `begin` and for `complete`, with all their requests. */
const DEADLINE = 5_000;
const DISCOVERY_LIFETIME = 10 * 60_000;
const MAX_DISCOVERED = 1_000;

/** @param privateProviders hosts that may have private addresses or use plain http */
export function createOidcGateway(
  privateProviders: readonly string[],
  clock: () => Date,
): OidcGateway {
  const providerFetch = withoutChallenges(tracedFetch(createProviderFetch(privateProviders)));
  const methods = new AuthMethodCache();
  const known = new Map<string, { discovered: Promise<DiscoveredProvider>; at: number }>();

  return {
    begin: (connection, request) =>
      withinDeadline(async () => {
        const configuration = (await discovery(connection)).configurationFor(ANY_METHOD);
        return authorizationRequest(configuration, connection, request);
      }),

    complete: (connection, callbackUrl, checks) =>
      withinDeadline(async () => {
        const discovered = await discovery(connection);
        const memory = { methods, key: keyOf(connection) };
        const flow = { callbackUrl, checks };
        const { tokens, configuration } = await redeemCode(connection, discovered, flow, memory);
        // openid-client has checked the claims but not the signature.
        await discovered.keys.verify(tokens.id_token ?? '');
        const claims = tokens.claims();
        if (claims === undefined)
          throw new ProviderError('id_token_missing', 'it sent no id token');
        const fault = idTokenFault(claims, connection.client_id, clock());
        if (fault !== undefined) throw new ProviderError(fault.cause, fault.message);
        const isRequested =
          claims.sub !== '' &&
          configuration.serverMetadata().userinfo_endpoint !== undefined &&
          needsUserinfo(claims, connection);
        // openid-client compares its `sub` with that of the id token (Core, section 5.3.2).
        const userinfo = isRequested
          ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : undefined;
        const received = { idToken: claims, userinfo, grantedScope: tokens.scope };
        return { received, identification: identifyUser(received, connection) };
      }),
  };

  /** Caches the discovery document for ten minutes. Failures are not cached. */
  function discovery(connection: OidcConnection): Promise<DiscoveredProvider> {
    const key = keyOf(connection);
    const found = known.get(key);
    if (found !== undefined && Date.now() - found.at < DISCOVERY_LIFETIME) return found.discovered;
    const discovered = discover(connection, privateProviders, providerFetch);
    known.delete(key);
    known.set(key, { discovered, at: Date.now() });
    const oldest = known.keys().next();
    if (known.size > MAX_DISCOVERED && oldest.done !== true) known.delete(oldest.value);
    discovered.catch(() => {
      if (known.get(key)?.discovered === discovered) known.delete(key);
    });
    return discovered;
  }
}

async function withinDeadline<T>(step: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProviderError('provider_unreachable', 'no response in time')),
      DEADLINE,
    );
  });
  try {
    return await Promise.race([step(), deadline]);
  } catch (error) {
    throw asProviderError(error);
  } finally {
    clearTimeout(timer);
  }
}

function keyOf({
  issuer,
  client_id: clientId,
  client_secret: clientSecret,
}: OidcConnection): string {
  const client = JSON.stringify([issuer, clientId, clientSecret]);
  return createHash('sha256').update(client).digest('base64url');
}
