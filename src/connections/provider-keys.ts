import {
  compactVerify,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type CompactJWSHeaderParameters,
} from 'jose';
import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { fetchJson } from './fetch-json.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/** Milliseconds after which keys are fetched again. */
const LIFETIME = 10 * 60_000;
/** Minimum milliseconds between two fetches because of an unknown key. */
const COOLDOWN = 30_000;
/** Milliseconds for which a failure is cached, so that not every sign-in fetches again. */
const FAILURE_LIFETIME = 10_000;
/** The number of keys without `kid` that are tried for one token. */
const MAX_TRIED = 16;

/** The published signing keys of a provider. */
export interface ProviderKeys {
  /** @throws ProviderError when no key verifies the token, or the keys cannot be fetched */
  verify(token: string): Promise<void>;
}

interface Fetched {
  readonly at: number;
  readonly keys: readonly GetKey[];
}

type GetKey = (header: CompactJWSHeaderParameters) => ReturnType<JWTVerifyGetKey>;

/** Fetches the keys on first use, with at most one request at a time. */
export function createProviderKeys(url: URL, providerFetch: ProviderFetch): ProviderKeys {
  let latest: Fetched | undefined;
  let pending: Promise<Fetched> | undefined;
  let failed: { readonly at: number; readonly error: Error } | undefined;

  return {
    async verify(token) {
      const isFresh = latest !== undefined && Date.now() - latest.at < LIFETIME;
      const known = isFresh && latest !== undefined ? latest : await refresh();
      try {
        return await check(known, token);
      } catch (error) {
        // The provider may have changed its key, even with the same kid.
        if (!isUnknownKey(error)) throw error;
        // Another sign-in has fetched them in the meantime.
        if (latest !== undefined && latest !== known) return check(latest, token);
        if (Date.now() - known.at < COOLDOWN) throw error;
        return check(await refresh(), token);
      }
    },
  };

  function refresh(): Promise<Fetched> {
    if (failed !== undefined && Date.now() - failed.at < FAILURE_LIFETIME) {
      return Promise.reject(failed.error);
    }
    pending ??= fetchKeys(url, providerFetch)
      .then(
        (fetched) => (latest = fetched),
        (error: unknown) => {
          failed = { at: Date.now(), error: asProviderError(error) };
          throw error;
        },
      )
      .finally(() => (pending = undefined));
    return pending;
  }
}

async function fetchKeys(url: URL, providerFetch: ProviderFetch): Promise<Fetched> {
  const unreachable = (cause?: unknown) =>
    new ProviderError('provider_unreachable', 'its keys could not be fetched', { cause });
  try {
    const fetched = await fetchJson(providerFetch, url);
    if ('fault' in fetched) throw new Error(`its key set ${fetched.fault}`);
    return { at: Date.now(), keys: keysOf(fetched.json as unknown as JSONWebKeySet) };
  } catch (error) {
    throw unreachable(error);
  }
}

/** All keys, then those without `kid` again, for tokens that have a `kid` although the key has none. */
function keysOf(keySet: JSONWebKeySet): GetKey[] {
  const all = createLocalJWKSet(keySet);
  const nameless = keySet.keys.filter(({ kid }) => kid === undefined);
  if (nameless.length === 0) return [all];
  const others = createLocalJWKSet({ keys: nameless });
  return [all, ({ alg }) => others({ alg })];
}

async function check({ keys }: Fetched, token: string): Promise<void> {
  let last: unknown;
  for (const key of keys) {
    try {
      await verifyWith(key, token);
      return;
    } catch (error) {
      last = error;
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
  }
  throw last;
}

async function verifyWith(key: GetKey, token: string): Promise<void> {
  const options = { algorithms: ID_TOKEN_ALGORITHMS };
  try {
    await compactVerify(token, key, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let left = MAX_TRIED;
    for await (const one of error) {
      try {
        await compactVerify(token, one, options);
        return;
      } catch (refused) {
        if (!(refused instanceof errors.JWSSignatureVerificationFailed)) throw refused;
      }
      left -= 1;
      if (left === 0) break;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function isUnknownKey(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWSSignatureVerificationFailed
  );
}
