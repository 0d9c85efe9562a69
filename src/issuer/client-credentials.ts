import { createHash, timingSafeEqual } from 'node:crypto';
import Provider, {
  type ClientMetadata,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { apiAudience } from '../config/api-audience.ts';
import type { Deps } from '../deps.ts';
import {
  isClientId,
  type KnownClient,
  newClientSecret,
  workingSecrets,
} from '../rules/oauth-client.ts';

/** Seconds for which an access token is valid. */
export const TOKEN_LIFETIME = 480;

/** The client of oidc-provider's client credentials grant (RFC 6749, section 4.4). */
export function clientCredentialsOf({ client }: KnownClient): ClientMetadata {
  return {
    client_id: client.client_id,
    client_name: client.name,
    // `acceptAllSecrets` compares secrets, so this one is never accepted.
    client_secret: newClientSecret(),
    // oidc-provider accepts client_secret_post for it too.
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  };
}

/** Finds a client that may get tokens. */
export async function findOAuthClient(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  clientId: string,
): Promise<KnownClient | undefined> {
  const known = isClientId(clientId)
    ? await store.oauthClients.findByClientId(clientId)
    : undefined;
  return known && workingSecrets(known, clock()).length > 0 ? known : undefined;
}

/** Issues tokens for the License API, and for nothing else, to the clients of this grant (RFC 9068). */
export function resourceIndicatorsOf(
  config: Deps['config'],
): NonNullable<Configuration['features']>['resourceIndicators'] {
  const audience = apiAudience(config);
  return {
    enabled: true,
    defaultResource: (_ctx, client) => (isOAuthClient(client) ? audience : undefined),
    getResourceServerInfo: (_ctx, resource, client) => {
      if (!isOAuthClient(client) || resource !== audience) throw new errors.InvalidTarget();
      return {
        scope: '',
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      };
    },
  };
}

function isOAuthClient({ clientId }: { readonly clientId: string }): boolean {
  return isClientId(clientId);
}

/**
 * Makes oidc-provider accept every secret of a client that works, also in its grace period. It knows one secret for a
 * client, and lets applications replace this method.
 */
export function acceptAllSecrets(
  { Client }: Provider,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): void {
  Client.prototype.compareClientSecret = async function compare(given: string) {
    const known = await store.oauthClients.findByClientId(this.clientId);
    const secrets = known === undefined ? [] : workingSecrets(known, clock());
    const found = secrets.find(({ secret }) => isSame(secret, given));
    if (found === undefined) return false;
    Object.assign(Provider.ctx?.state ?? {}, { secretGeneration: found.generation });
    return true;
  };
}

/** Adds what clients of Keycloak read in the response to a token request. */
export const completeTokenResponse: Parameters<Provider['use']>[0] = async (ctx, next) => {
  await next();
  const { oidc, status, body } = ctx as Partial<KoaContextWithOIDC>;
  const isGranted = oidc?.entities.ClientCredentials !== undefined && status === 200;
  if (!isGranted) return;
  const times = { refresh_expires_in: 0, 'not-before-policy': 0, scope: '' };
  ctx.body = { ...times, ...(body as object) };
};

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hash(a), hash(b));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
