import { createHash } from 'node:crypto';
import {
  compactVerify,
  createRemoteJWKSet,
  customFetch as jwksFetch,
  type RemoteJWKSet,
} from 'jose';
import * as client from 'openid-client';
import type { AskAgain } from '../issuer/interaction.ts';
import type { OidcConnection } from '../sso/oidc-connection.ts';
import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { isAnyTenant } from './any-tenant.ts';
import { needsUserinfo, type PersonReading, readPerson } from './claims.ts';
import { idTokenFault } from './id-token-rules.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import { createProviderFetch, type ProviderFetch } from './provider-fetch.ts';
import { tracedFetch } from './traced-fetch.ts';

/** What a flow must remember from its beginning to its end. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Our side of OpenID Connect towards customers' identity providers. All of it throws `ProviderError`. */
export interface OidcGateway {
  begin(
    connection: OidcConnection,
    request: {
      redirectUri: string;
      loginHint: string | undefined;
      uiLocales: string | undefined;
      prompt: AskAgain | undefined;
    },
  ): Promise<{ url: string; checks: OidcChecks }>;
  /**
   * @param callbackUrl the URL that the provider sent the browser to, with its query
   * @returns who signed in, or why what the provider says of them does not do for this connection
   */
  complete(
    connection: OidcConnection,
    callbackUrl: URL,
    checks: OidcChecks,
  ): Promise<PersonReading>;
}

/** A provider, discovered. */
interface Discovered {
  readonly configuration: client.Configuration;
  readonly keys: RemoteJWKSet;
}

/** Milliseconds for each step that waits for the provider, however many requests it makes. */
const DEADLINE = 5_000;
const DISCOVERY_LIFETIME = 10 * 60_000;
const MAX_DISCOVERED = 1_000;

/** @param privateProviders hosts that may be private addresses or speak plain http */
export function createOidcGateway(
  privateProviders: readonly string[],
  clock: () => Date,
): OidcGateway {
  const providerFetch = withoutChallenges(tracedFetch(createProviderFetch(privateProviders)));
  const known = new Map<string, { discovered: Promise<Discovered>; at: number }>();

  return {
    begin: (connection, request) =>
      withinDeadline(async () => {
        const { configuration } = await discover(connection);
        const checks = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          codeVerifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: request.redirectUri,
          scope: [...new Set(['openid', 'email', ...connection.scopes])].join(' '),
          state: checks.state,
          nonce: checks.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
          code_challenge_method: 'S256',
          ...(connection.responseMode === 'query'
            ? {}
            : { response_mode: connection.responseMode }),
          ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }),
          ...(request.prompt === undefined
            ? {}
            : { prompt: supportedPrompt(request.prompt, configuration.serverMetadata()) }),
          ...(request.uiLocales === undefined ? {} : { ui_locales: request.uiLocales }),
        });
        return { url: url.href, checks };
      }),

    complete: (connection, callbackUrl, checks) => {
      const { state, nonce, codeVerifier } = checks;
      const code = callbackUrl.searchParams.get('code') ?? '';
      const secrets = [connection.clientSecret, code, state, nonce, codeVerifier];
      return withinDeadline(
        async () => {
          const { configuration, keys } = await discover(connection);
          const tokens = await client.authorizationCodeGrant(configuration, callbackUrl, {
            expectedState: checks.state,
            expectedNonce: checks.nonce,
            pkceCodeVerifier: checks.codeVerifier,
            idTokenExpected: true,
          });
          // openid-client has checked the claims; the signature is checked here, whatever the channel.
          await compactVerify(tokens.id_token ?? '', keys, { algorithms: ID_TOKEN_ALGORITHMS });
          const claims = tokens.claims();
          if (claims === undefined)
            throw new ProviderError('id_token_missing', 'it sent no id token');
          const fault = idTokenFault(claims, connection.clientId, clock());
          if (fault !== undefined) throw new ProviderError(fault.cause, fault.message);
          const isAsked =
            claims.sub !== '' &&
            configuration.serverMetadata().userinfo_endpoint !== undefined &&
            needsUserinfo(claims, connection);
          // openid-client compares its `sub` with that of the id token (Core, section 5.3.2).
          const userinfo = isAsked
            ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
            : undefined;
          return readPerson({ idToken: claims, userinfo, grantedScope: tokens.scope }, connection);
        },
        secrets.filter((secret) => secret !== ''),
      );
    },
  };

  /** Discovers a provider once in ten minutes; a failed try is not remembered. */
  function discover(connection: OidcConnection): Promise<Discovered> {
    const key = createHash('sha256')
      .update(JSON.stringify([connection.issuer, connection.clientId, connection.clientSecret]))
      .digest('base64url');
    const found = known.get(key);
    if (found !== undefined && Date.now() - found.at < DISCOVERY_LIFETIME) return found.discovered;
    const discovered = fetchDiscovery(connection);
    known.delete(key);
    known.set(key, { discovered, at: Date.now() });
    const oldest = known.keys().next();
    if (known.size > MAX_DISCOVERED && oldest.done !== true) known.delete(oldest.value);
    discovered.catch(() => {
      if (known.get(key)?.discovered === discovered) known.delete(key);
    });
    return discovered;
  }

  async function fetchDiscovery(connection: OidcConnection): Promise<Discovered> {
    const { clientId, clientSecret } = connection;
    if (isAnyTenant(connection.issuer)) {
      throw new ProviderError('discovery_invalid', 'the issuer stands for all tenants of Entra ID');
    }
    const { metadata } = await client
      .discovery(new URL(connection.issuer), clientId, clientSecret, undefined, {
        [client.customFetch]: providerFetch as client.CustomFetch,
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the name warns, it is not going away
        execute: [client.allowInsecureRequests],
      })
      .then((discovered) => ({ metadata: discovered.serverMetadata() }))
      .catch((error: unknown) => {
        throw asDiscoveryError(error);
      });
    const { jwks_uri: jwksUri, token_endpoint_auth_methods_supported: methods } = metadata;
    if (jwksUri === undefined) {
      throw new ProviderError('discovery_invalid', 'discovery names no jwks_uri');
    }
    // Basic is what a provider takes that names no method (OpenID Connect Discovery, section 3). Where both are
    // named, post: providers disagree on how the two values are escaped in a header.
    const authentication =
      methods?.includes('client_secret_post') === true
        ? client.ClientSecretPost(clientSecret)
        : client.ClientSecretBasic(clientSecret);
    const configuration = new client.Configuration(
      metadata,
      clientId,
      clientSecret,
      authentication,
    );
    configuration[client.customFetch] = providerFetch as client.CustomFetch;
    // Plain http is refused by the fetch itself, save for the hosts the operator named.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the name warns, it is not going away
    client.allowInsecureRequests(configuration);
    // Fetches keys again for an unknown kid, at most once in 30 s, and never twice at a time.
    const keys = createRemoteJWKSet(new URL(jwksUri), {
      cooldownDuration: 30_000,
      timeoutDuration: DEADLINE,
      [jwksFetch]: (url, { headers, signal }) =>
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- undici's Response is the platform's, declared anew
        providerFetch(url, { headers: Object.fromEntries(headers), signal }),
    });
    return { configuration, keys };
  }
}

/**
 * After a wrong basic login, an answer has a challenge (RFC 6749, section 5.2). openid-client throws that, in place of the
 * error in the body, which says more; and parses it however long it is.
 */
function withoutChallenges(fetch: ProviderFetch): ProviderFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    response.headers.delete('www-authenticate');
    return response;
  };
}

function asDiscoveryError(error: unknown): ProviderError {
  const isAnotherIssuer =
    error instanceof client.ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
  return isAnotherIssuer
    ? new ProviderError('discovery_invalid', 'discovery names another issuer', { cause: error })
    : new ProviderError('provider_unreachable', 'discovery failed', { cause: error });
}

async function withinDeadline<T>(
  step: () => Promise<T>,
  secrets: readonly string[] = [],
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProviderError('provider_unreachable', 'no answer in time')),
      DEADLINE,
    );
  });
  try {
    return await Promise.race([step(), deadline]);
  } catch (error) {
    throw asProviderError(error, secrets);
  } finally {
    clearTimeout(timer);
  }
}

/** `login` lets a person choose too, where a provider says that it does not know `select_account`. */
function supportedPrompt(prompt: AskAgain, metadata: client.ServerMetadata): AskAgain {
  // Initiating User Registration via OpenID Connect, section 4.
  const supported = metadata['prompt_values_supported'];
  return Array.isArray(supported) && !supported.includes(prompt) ? 'login' : prompt;
}
