import type { OidcConnection } from '../rules/oidc-connection.ts';
import { checkClient } from './client-check.ts';
import { examineProvider } from './check-provider.ts';
import type { ProviderCheck } from './provider-check.ts';
import { createProviderFetch, type ProviderFetch } from './provider-fetch.ts';
import { checkRedirectUri } from './redirect-uri-check.ts';
import { withoutChallenges } from './without-challenges.ts';

/** Milliseconds for what the provider says of the client, however many requests it takes. */
const DEADLINE = 8_000;

/** A connection whose client is tried at its provider. */
export interface ClientTrial {
  readonly connection: OidcConnection;
  /** The code of the account, for the commands that cure. */
  readonly account: string;
  /** What the company has to register. */
  readonly redirectUri: string;
  readonly privateProviders: readonly string[];
}

/**
 * Tries a connection as far as it goes without a person: its provider, and there the client, its secret and the redirect
 * URI. The client is tried only at a provider that a sign-in would go to.
 * @param clock ours, which the provider's must agree with
 * @returns everything that must hold, and whether it does. Whatever the provider does, it does not throw.
 */
export async function checkConnection(
  trial: ClientTrial,
  clock: () => Date,
): Promise<ProviderCheck[]> {
  const { connection, privateProviders } = trial;
  const { checks, document } = await examineProvider(connection.issuer, privateProviders, clock);
  if (document === undefined) return checks;
  const limit = AbortSignal.timeout(DEADLINE);
  const fetch = withoutChallenges(createProviderFetch(privateProviders));
  const limited: ProviderFetch = (url, options) => {
    const signal = options?.signal ? AbortSignal.any([options.signal, limit]) : limit;
    return fetch(url, { ...options, signal });
  };
  const [client, redirect] = await Promise.all([
    checkClient(trial, document, limited),
    checkRedirectUri(trial, document, limited),
  ]);
  return [...checks, client, ...redirect];
}
