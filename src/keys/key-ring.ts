import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { systemOrigin } from '../rules/audit-event.ts';
import { makeFirstKeys } from './first-keys.ts';
import { createKeySet, type KeySet, signatureOf } from './key-set.ts';
import { rotateKey } from './rotate-key.ts';
import { isDue, purposes } from '../rules/key-schedule.ts';
import type { Store } from '../store/store.ts';

/** Milliseconds between two refreshes. Far shorter than the time that a new key waits before it is used. */
export const KEY_REFRESH_INTERVAL = 30_000;
/** Milliseconds between two refreshes for a key id that is unknown. */
const UNKNOWN_KEY_INTERVAL = 5_000;

/** The keys of this installation. All its servers share them through the database. */
export interface KeyRing {
  /** The valid keys. Replaced by a new object whenever one of them changes. */
  readonly current: KeySet;
  /** Finds the public key that verifies an id token of Latchkey. */
  readonly openidPublic: JWTVerifyGetKey;
  /** Finds the key that a binding was encrypted with; undefined when there is no such key. */
  readonly findBindingKey: (kid: string) => Promise<Uint8Array | undefined>;
  /** Reads the keys again, after it has made the next key of each purpose for which one is due. */
  refresh(): Promise<void>;
}

interface KeyRingDeps {
  readonly store: Pick<Store, 'signingKeys' | 'transaction'>;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly config: Pick<Config, 'keyMaxAge'>;
}

/** Reads the keys. Makes those that are missing. */
export async function openKeyRing({ store, clock, log, config }: KeyRingDeps): Promise<KeyRing> {
  await makeFirstKeys(store, clock());
  let signature = '';
  let current = await read();
  let refreshing: Promise<void> | undefined;
  let lastRefresh = -Infinity;
  let openidPublic = publicKeysOf(current);

  return {
    get current() {
      return current;
    },
    openidPublic: async (header, token) => {
      try {
        return await openidPublic(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await refreshForUnknown();
        return openidPublic(header, token);
      }
    },
    async findBindingKey(kid) {
      const find = () => current.binding.find((one) => one.kid === kid)?.key;
      if (find() === undefined) await refreshForUnknown();
      return find();
    },
    refresh,
  };

  async function read(): Promise<KeySet> {
    const now = clock();
    const keys = await store.signingKeys.list(now);
    const found = signatureOf(keys, purposes, now);
    if (found === signature) return current;
    signature = found;
    return createKeySet(keys, now);
  }

  function refresh(): Promise<void> {
    refreshing ??= (async () => {
      await makeDueKeys();
      const found = await read();
      if (found === current) return;
      current = found;
      openidPublic = publicKeysOf(found);
      log.info('the keys have changed');
    })().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function makeDueKeys(): Promise<void> {
    const now = clock();
    const keys = await store.signingKeys.list(now);
    for (const purpose of purposes) {
      if (!isDue(keys, purpose, now, config.keyMaxAge)) continue;
      const made = await rotateKey(store, purpose, { now, origin: systemOrigin });
      if (made !== undefined) log.info({ purpose, kid: made.kid }, 'the next key was made');
    }
  }

  /** The key may be newer than the last refresh. The interval limits what requests with invented key ids cost. */
  async function refreshForUnknown(): Promise<void> {
    if (performance.now() - lastRefresh < UNKNOWN_KEY_INTERVAL) return refreshing;
    lastRefresh = performance.now();
    await refresh();
  }
}

/** Only public members, and with a fixed algorithm: a token's header must not choose it. */
function publicKeysOf({ openid }: KeySet): JWTVerifyGetKey {
  const keys = openid.map(({ kty = '', n = '', e = '', kid = '' }) => ({ kty, n, e, kid }));
  return createLocalJWKSet({ keys: keys.map((key) => ({ ...key, use: 'sig', alg: 'RS256' })) });
}
