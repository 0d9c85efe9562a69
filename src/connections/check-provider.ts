import { checkClock } from './clock-check.ts';
import { checkDiscoveryDocument, type DiscoveryDocument } from './discovery-checks.ts';
import { discoveryUrl } from './discovery-url.ts';
import { describeFetchFault } from './fetch-faults.ts';
import { fetchJson, type FetchedJson } from './fetch-json.ts';
import { checkKeySet } from './key-set-check.ts';
import { isPrivateProvider } from './private-providers.ts';
import { failed, hasFailed, passed, type ProviderCheck } from './provider-check.ts';
import { createProviderFetch } from './provider-fetch.ts';

/** Milliseconds for all of it. */
const DEADLINE = 5_000;
/** Without these a sign-in does not set out. */
const NEEDED: readonly ProviderCheck['name'][] = ['discovery', 'issuer', 'endpoints'];

/** What was found of a provider. */
export interface Examined {
  readonly checks: ProviderCheck[];
  /** Undefined where a sign-in would not go by it. */
  readonly document: DiscoveryDocument | undefined;
}

/**
 * Tries an OpenID provider as a sign-in would, up to where a person would have to be there: discovers it, and fetches
 * its keys. It ends with the check that fails where nothing further can be known.
 * @param privateProviders hosts that may be private addresses or speak plain http
 * @param clock ours, which the provider's must agree with
 * @returns everything that must hold, and whether it does. Whatever the provider does, it does not throw.
 */
export async function checkProvider(
  issuer: string,
  privateProviders: readonly string[],
  clock: () => Date,
): Promise<ProviderCheck[]> {
  return (await examineProvider(issuer, privateProviders, clock)).checks;
}

/** The same, with the document that it found. */
export async function examineProvider(
  issuer: string,
  privateProviders: readonly string[],
  clock: () => Date,
): Promise<Examined> {
  const none = (checks: ProviderCheck[]): Examined => ({ checks, document: undefined });
  const url = discoveryUrl(issuer);
  if (url === undefined) {
    return none([
      failed('issuer_url', `${JSON.stringify(issuer)} is not the URL of an issuer.`, {
        cure: 'Set the issuer to an https URL without query, fragment and user name: what stands before /.well-known/openid-configuration.',
        acts: 'vendor',
      }),
    ]);
  }
  const providerFetch = createProviderFetch(privateProviders);
  const signal = AbortSignal.timeout(DEADLINE);
  const fetchFrom = (from: URL) => fetchJson(providerFetch, from, signal);

  const checks = [passed('issuer_url', `${issuer} is the URL of an issuer.`)];
  const isPrivate = isPrivateProvider(privateProviders, url);
  const mayBeAsked = isPrivate ? 'named in LATCHKEY_PRIVATE_PROVIDERS' : 'on the public internet';
  const allowed = passed('address', `${url.hostname} is ${mayBeAsked}.`);
  let fetched: FetchedJson;
  try {
    fetched = await fetchFrom(url);
  } catch (error) {
    const { kind, message, ...cure } = describeFetchFault(error, url);
    if (kind === 'forbidden') return none([...checks, failed('address', message, cure)]);
    if (kind === 'unreachable') checks.push(allowed);
    return none([...checks, failed('reachable', message, cure)]);
  }
  checks.push(allowed, passed('reachable', `${url.host} answers.`));
  checks.push(checkClock(fetched.headers, url.host, clock()));
  if ('why' in fetched) {
    const cure = `Correct the issuer: ${url.href} must answer its discovery document. In a browser you can see what it does answer.`;
    return none([
      ...checks,
      failed('discovery', `${url.href} ${fetched.why}.`, { cure, acts: 'vendor' }),
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
        : failed('keys', `${keysUrl.href} ${keys.why}.`, { cure, acts: 'company_it' });
    return { checks: [...checks, check], document };
  } catch (error) {
    const { message, ...cure } = describeFetchFault(error, keysUrl);
    return { checks: [...checks, failed('keys', message, cure)], document };
  }
}
