import { checkClient } from './client-check.ts';
import type { ClientCheckRequest } from './client-check-request.ts';
import { examineProvider } from './check-provider.ts';
import type { ProviderCheck } from './provider-check.ts';
import { createProviderFetch, type ProviderFetch } from './provider-fetch.ts';
import { checkRedirectUri } from './redirect-uri-check.ts';
import { withoutChallenges } from './without-challenges.ts';

/** Milliseconds for what the provider says of the client, however many requests it takes. */
const DEADLINE = 8_000;

/**
 * Tries a connection as far as it goes without a person: its provider, and there the client, its secret and the redirect
 * URI. The client is tried only at a provider that a sign-in would go to.
 * @param clock ours, which the provider's must agree with
 * @returns everything that must hold, and whether it does. Whatever the provider does, it does not throw.
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
