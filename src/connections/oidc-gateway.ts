import { createHash } from 'node:crypto';
import {
  compactVerify,
  createRemoteJWKSet,
  customFetch as jwksFetch,
  type RemoteJWKSet,
} from 'jose';
import * as client from 'openid-client';
import type { OidcConnection } from '../sso/oidc-connection.ts';
import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { tracedFetch } from './traced-fetch.ts';

/** What a flow must remember from its beginning to its end. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Whom the identity provider vouches for. */
export interface OidcPerson {
  readonly subject: string;
  readonly email: string | undefined;
  /** Undefined where the provider does not say. */
  readonly emailVerified: boolean | undefined;
}

/** Our side of OpenID Connect towards customers' identity providers. All of it throws `ProviderError`. */
export interface OidcGateway {
  begin(
    connection: OidcConnection,
    request: {
      redirectUri: string;
      loginHint: string | undefined;
      uiLocales: string | undefined;
    },
  ): Promise<{ url: string; checks: OidcChecks }>;
  /** @param callbackUrl the URL that the provider sent the browser to, with its query */
  complete(connection: OidcConnection, callbackUrl: URL, checks: OidcChecks): Promise<OidcPerson>;
}

/** A provider, discovered. */
interface Discovered {
  readonly configuration: client.Configuration;
  readonly keys: RemoteJWKSet;
}

/** Milliseconds for each step that waits for the provider, however many requests it makes. */
const DEADLINE = 5_000;
/** Characters (OpenID Connect Core, section 2). */
const LONGEST_SUB = 255;
const DISCOVERY_LIFETIME = 10 * 60_000;
const MAX_DISCOVERED = 1_000;

/** @param privateProviders hosts that may be private addresses or speak plain http */
export function createOidcGateway(privateProviders: readonly string[]): OidcGateway {
  const providerFetch = tracedFetch(createProviderFetch(privateProviders));
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
          ...(request.uiLocales === undefined ? {} : { ui_locales: request.uiLocales }),
        });
        return { url: url.href, checks };
      }),

    complete: (connection, callbackUrl, checks) =>
      withinDeadline(async () => {
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
        if (claims === undefined) throw new ProviderError('invalid', 'no id token');
        if (claims.sub.length > LONGEST_SUB) throw new ProviderError('invalid', 'sub is too long');
        // Some providers give the address at the userinfo endpoint alone.
        const person =
          claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint
            ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
            : claims;
        const { email, email_verified: verified } = person;
        return {
          subject: claims.sub,
          email: typeof email === 'string' ? email : undefined,
          // Some providers write it as text.
          emailVerified:
            verified === undefined ? undefined : [true, 'true'].includes(verified as never),
        };
      }),
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
    const { metadata } = await client
      .discovery(new URL(connection.issuer), clientId, clientSecret, undefined, {
        [client.customFetch]: providerFetch as client.CustomFetch,
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the name warns, it is not going away
        execute: [client.allowInsecureRequests],
      })
      .then((discovered) => ({ metadata: discovered.serverMetadata() }))
      .catch((error: unknown) => {
        throw new ProviderError('unreachable', 'discovery failed', error);
      });
    const { jwks_uri: jwksUri, token_endpoint_auth_methods_supported: methods } = metadata;
    if (jwksUri === undefined) {
      throw new ProviderError('unreachable', 'discovery names no jwks_uri');
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

async function withinDeadline<T>(step: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProviderError('unreachable', 'no answer in time')),
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
