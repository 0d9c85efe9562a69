import { checkClient } from './client-check.ts';
import type { ClientCheckRequest } from './client-check-request.ts';
import { examineProvider } from './check-provider.ts';
import type { ProviderCheck } from './provider-check.ts';
import { createProviderFetch, type ProviderFetch } from './provider-fetch.ts';
import { checkRedirectUri } from './redirect-uri-check.ts';
import { withoutChallenges } from './without-challenges.ts';

/** Milliseconds for all requests that check the client. */
const DEADLINE = 8_000;

/**
 * Checks a connection without a user: the provider, the client, its secret and the redirect URI. The client is checked
 * only when the provider passes the checks that a sign-in makes.
 * @param clock the server's clock, which the provider's is compared with
 * @returns the result of each check. It never throws because of the provider.
 */
export async function checkConnection(
  request: ClientCheckRequest,
  clock: () => Date,
): Promise<ProviderCheck[]> {
  const { connection, privateProviders } = request;
  const { checks, document } = await examineProvider(connection.issuer, privateProviders, clock);
  if (document === undefined) return checks;
  const limit = AbortSignal.timeout(DEADLINE);
  const fetch = withoutChallenges(createProviderFetch(privateProviders));
  const limited: ProviderFetch = (url, options) => {
    const signal = options?.signal ? AbortSignal.any([options.signal, limit]) : limit;
    return fetch(url, { ...options, signal });
  };
  const [client, redirect] = await Promise.all([
    checkClient(request, document, limited),
    checkRedirectUri(request, document, limited),
  ]);
  return [...checks, client, ...redirect];
}
