import { checkClock } from './clock-check.ts';
import { checkDiscoveryDocument, type DiscoveryDocument } from './discovery-checks.ts';
import { discoveryUrl } from './discovery-url.ts';
import { describeFetchFault } from './fetch-faults.ts';
import { fetchJson, type FetchedJson } from './fetch-json.ts';
import { checkKeySet } from './key-set-check.ts';
import { isPrivateProvider } from './private-providers.ts';
import { failed, hasFailed, passed, type ProviderCheck } from './provider-check.ts';
import { createProviderFetch } from './provider-fetch.ts';

/** Milliseconds for all requests together. */
const DEADLINE = 5_000;
/** A sign-in needs all of these. */
const NEEDED: readonly ProviderCheck['name'][] = ['discovery', 'issuer', 'endpoints'];

/** The results of the checks of a provider. */
export interface ExaminedProvider {
  readonly checks: ProviderCheck[];
  /** Undefined when a sign-in could not use it. */
  readonly document: DiscoveryDocument | undefined;
}

/**
 * Checks an OpenID provider without a user: fetches its discovery document and its keys. A failed check that the others
 * depend on is the last one.
 * @param privateProviders hosts that may have private addresses or use plain http
 * @param clock the server's clock, which the provider's is compared with
 * @returns the result of each check. It never throws because of the provider.
 */
export async function checkProvider(
  issuer: string,
  privateProviders: readonly string[],
  clock: () => Date,
): Promise<ProviderCheck[]> {
  return (await examineProvider(issuer, privateProviders, clock)).checks;
}

/** Like {@link checkProvider}, and also returns the discovery document. */
export async function examineProvider(
  issuer: string,
  privateProviders: readonly string[],
  clock: () => Date,
): Promise<ExaminedProvider> {
  const none = (checks: ProviderCheck[]): ExaminedProvider => ({ checks, document: undefined });
  const url = discoveryUrl(issuer);
  if (url === undefined) {
    return none([
      failed('issuer_url', `${JSON.stringify(issuer)} is not the URL of an issuer.`, {
        cure: 'Set the issuer to an https URL without query, fragment and user name: the part before /.well-known/openid-configuration.',
        acts: 'vendor',
      }),
    ]);
  }
  const providerFetch = createProviderFetch(privateProviders);
  const signal = AbortSignal.timeout(DEADLINE);
  const fetchFrom = (from: URL) => fetchJson(providerFetch, from, signal);

  const checks = [passed('issuer_url', `${issuer} is the URL of an issuer.`)];
  const isPrivate = isPrivateProvider(privateProviders, url);
  const allowedBy = isPrivate ? 'named in LATCHKEY_PRIVATE_PROVIDERS' : 'on the public internet';
  const allowed = passed('address', `${url.hostname} is ${allowedBy}.`);
  let fetched: FetchedJson;
  try {
    fetched = await fetchFrom(url);
  } catch (error) {
    const { kind, message, ...cure } = describeFetchFault(error, url);
    if (kind === 'forbidden') return none([...checks, failed('address', message, cure)]);
    if (kind === 'unreachable') checks.push(allowed);
    return none([...checks, failed('reachable', message, cure)]);
  }
  checks.push(allowed, passed('reachable', `${url.host} responds.`));
  checks.push(checkClock(fetched.headers, url.host, clock()));
  if ('fault' in fetched) {
    const cure = `Correct the issuer: ${url.href} must be a discovery document. Open it in a browser to see the response.`;
    return none([
      ...checks,
      failed('discovery', `${url.href} ${fetched.fault}.`, { cure, acts: 'vendor' }),
    ]);
  }
  checks.push(passed('discovery', `${url.href} is a discovery document.`));
  checks.push(...checkDiscoveryDocument(fetched.json, issuer, privateProviders));

  const keysUrl = URL.parse(String(fetched.json['jwks_uri']));
  const isUsable = !checks.some((check) => NEEDED.includes(check.name) && hasFailed(check));
  const document = isUsable ? fetched.json : undefined;
  if (keysUrl === null) return { checks, document };
  try {
    const keys = await fetchFrom(keysUrl);
    const cure = `Let the provider publish its keys at ${keysUrl.href}.`;
    const check =
      'json' in keys
        ? checkKeySet(keys.json, keysUrl)
        : failed('keys', `${keysUrl.href} ${keys.fault}.`, { cure, acts: 'company_it' });
    return { checks: [...checks, check], document };
  } catch (error) {
    const { message, ...cure } = describeFetchFault(error, keysUrl);
    return { checks: [...checks, failed('keys', message, cure)], document };
  }
}
