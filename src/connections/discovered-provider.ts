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

/** A provider with its discovery document, for one client. */
export interface DiscoveredProvider {
  readonly document: DiscoveryDocument;
  readonly keys: ProviderKeys;
  readonly configurationFor: (method: AuthMethod) => client.Configuration;
}

/**
 * Fetches and checks the discovery document of a connection's provider.
 * @throws ProviderError discovery_invalid, provider_trouble, provider_unreachable
 */
export async function discover(
  connection: Pick<OidcConnection, 'issuer' | 'client_id' | 'client_secret'>,
  privateProviders: readonly string[],
  providerFetch: ProviderFetch,
): Promise<DiscoveredProvider> {
  const { issuer } = connection;
  const invalid = (message: string) => new ProviderError('discovery_invalid', message);
  if (isAnyTenant(issuer)) throw invalid('the issuer stands for all tenants of Entra ID');
  const url = discoveryUrl(issuer);
  if (url === undefined) throw invalid('the issuer is not a valid URL');
  const fetched = await fetchJson(providerFetch, url).catch((cause: unknown) => {
    throw new ProviderError('provider_unreachable', 'discovery failed', { cause });
  });
  if ('fault' in fetched) {
    const code = fetched.status >= 500 ? 'provider_trouble' : 'provider_unreachable';
    throw new ProviderError(code, `its discovery document ${fetched.fault}`);
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

/** @returns the configuration of openid-client for a client authentication method. `document` must have been checked. */
export function configurationsOf(
  document: DiscoveryDocument,
  {
    client_id: clientId,
    client_secret: clientSecret,
  }: Pick<OidcConnection, 'client_id' | 'client_secret'>,
  providerFetch: ProviderFetch,
): DiscoveredProvider['configurationFor'] {
  return (method) => {
    const configuration = new client.Configuration(
      document as unknown as client.ServerMetadata,
      clientId,
      { client_secret: clientSecret, [client.clockTolerance]: CLOCK_TOLERANCE },
      authenticateBy(method, clientSecret),
    );
    configuration[client.customFetch] = providerFetch as client.CustomFetch;
    // providerFetch itself refuses plain http, except for the hosts in LATCHKEY_PRIVATE_PROVIDERS.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is deprecated as a warning and will not be removed
    client.allowInsecureRequests(configuration);
    return configuration;
  };
}
