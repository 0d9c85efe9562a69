import * as client from 'openid-client';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import { isAnyTenant } from './any-tenant.ts';
import { type AuthMethod, authenticateBy } from './client-authentication.ts';
import { checkEndpoints, checkIssuer, type DiscoveryDocument } from './discovery-checks.ts';
import { discoveryUrl } from './discovery-url.ts';
import { fetchJson } from './fetch-json.ts';
import { CLOCK_TOLERANCE } from './id-token-rules.ts';
import { hasFailed } from './provider-check.ts';
import { ProviderError } from './provider-error.ts';
import type { ProviderFetch } from './provider-fetch.ts';
import { createProviderKeys, type ProviderKeys } from './provider-keys.ts';

/** A provider, discovered for one client. */
export interface Discovered {
  readonly document: DiscoveryDocument;
  readonly keys: ProviderKeys;
  readonly configurationFor: (method: AuthMethod) => client.Configuration;
}

/**
 * Discovers the provider of a connection, as a sign-in does.
 * @throws ProviderError
 */
export async function discover(
  connection: Pick<OidcConnection, 'issuer' | 'clientId' | 'clientSecret'>,
  privateProviders: readonly string[],
  providerFetch: ProviderFetch,
): Promise<Discovered> {
  const { issuer } = connection;
  const invalid = (why: string) => new ProviderError('discovery_invalid', why);
  if (isAnyTenant(issuer)) throw invalid('the issuer stands for all tenants of Entra ID');
  const url = discoveryUrl(issuer);
  if (url === undefined) throw invalid('the issuer is no URL of one');
  const fetched = await fetchJson(providerFetch, url).catch((cause: unknown) => {
    throw new ProviderError('provider_unreachable', 'discovery failed', { cause });
  });
  if ('why' in fetched) {
    const code = fetched.status >= 500 ? 'provider_trouble' : 'provider_unreachable';
    throw new ProviderError(code, `its discovery document ${fetched.why}`);
  }
  const document = fetched.json;
  for (const check of [
    checkIssuer(document['issuer'], issuer),
    checkEndpoints(document, privateProviders),
  ]) {
    if (hasFailed(check)) throw invalid(check.message);
  }
  return {
    document,
    keys: createProviderKeys(new URL(String(document['jwks_uri'])), providerFetch),
    configurationFor: configurationsOf(document, connection, providerFetch),
  };
}

/** The settings of openid-client for each method, by a discovery document that is checked. Sends no request. */
export function configurationsOf(
  document: DiscoveryDocument,
  { clientId, clientSecret }: Pick<OidcConnection, 'clientId' | 'clientSecret'>,
  providerFetch: ProviderFetch,
): Discovered['configurationFor'] {
  return (method) => {
    const configuration = new client.Configuration(
      document as unknown as client.ServerMetadata,
      clientId,
      { client_secret: clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE },
      authenticateBy(method, clientSecret),
    );
    configuration[client.customFetch] = providerFetch as client.CustomFetch;
    // Plain http is refused by the fetch itself, save for the hosts the operator named.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the name warns, it is not going away
    client.allowInsecureRequests(configuration);
    return configuration;
  };
}
