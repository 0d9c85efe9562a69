import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { systemOrigin } from '../rules/audit-event.ts';
import { makeFirstKeys } from './first-keys.ts';
import { createKeySet, type KeySet, signatureOf } from './key-set.ts';
import { rotateKey } from './rotate-key.ts';
import { isDue, purposes } from '../rules/key-schedule.ts';
import type { Store } from '../store/store.ts';

/** Milliseconds between two looks at the database; far less than any key is known ahead. */
export const KEY_REFRESH_INTERVAL = 30_000;
/** Milliseconds between two looks for keys that only a request names. */
const UNKNOWN_KEY_INTERVAL = 5_000;

/** The keys of this installation, which all its instances share. */
export interface KeyRing {
  /** What counts now. Another object whenever something of it has changed. */
  readonly current: KeySet;
  /** Finds the public key of an id token of ours. */
  readonly openidPublic: JWTVerifyGetKey;
  /** Finds the key that a binding was sealed with; undefined when there is no such key. */
  readonly findBindingKey: (kid: string) => Promise<Uint8Array | undefined>;
  /** Looks for changes, and makes the next key where one is due. */
  refresh(): Promise<void>;
}

interface KeyRingDeps {
  readonly store: Pick<Store, 'signingKeys' | 'transaction'>;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly config: Pick<Config, 'keyMaxAge'>;
}

/** Reads the keys, and makes those that are missing. */
export async function openKeyRing({ store, clock, log, config }: KeyRingDeps): Promise<KeyRing> {
  await makeFirstKeys(store, clock());
  let signature = '';
  let current = await read();
  let refreshing: Promise<void> | undefined;
  let lookedAt = -Infinity;
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
        await lookForUnknown();
        return openidPublic(header, token);
      }
    },
    async findBindingKey(kid) {
      const find = () => current.binding.find((one) => one.kid === kid)?.key;
      if (find() === undefined) await lookForUnknown();
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

  /** A key may be younger than our last look. Whoever makes up names of keys causes no more than a few looks. */
  async function lookForUnknown(): Promise<void> {
    if (performance.now() - lookedAt < UNKNOWN_KEY_INTERVAL) return refreshing;
    lookedAt = performance.now();
    await refresh();
  }
}

/** Without what is private, and without what a token's header might ask for. */
function publicKeysOf({ openid }: KeySet): JWTVerifyGetKey {
  const keys = openid.map(({ kty = '', n = '', e = '', kid = '' }) => ({ kty, n, e, kid }));
  return createLocalJWKSet({ keys: keys.map((key) => ({ ...key, use: 'sig', alg: 'RS256' })) });
}
