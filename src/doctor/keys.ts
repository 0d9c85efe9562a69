import type { Config } from '../config/config.ts';
import { createKeySet, type KeySet } from '../keys/key-set.ts';
import { isDue, type Key, keysInOrder, purposes } from '../rules/key-schedule.ts';
import { SealingError } from '../security/sealing.ts';
import type { InspectedStore } from '../store/store.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const CHECK = 'keys';

/** @returns the keys of the installation; undefined when they cannot be read or do not exist yet */
export async function* checkKeys(
  store: InspectedStore,
  { keyMaxAge }: Config,
  now: Date,
): AsyncGenerator<Finding, KeySet | undefined> {
  let keys: Key[];
  try {
    keys = await store.signingKeys.list(now);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    const cure = 'Add the previous secret key to LATCHKEY_SECRET_KEY, after the current one.';
    yield fault(CHECK, `${error.message}.`, cure);
    return undefined;
  }
  const missing = purposes.filter((purpose) => keys.every((key) => key.purpose !== purpose));
  if (missing.length > 0) {
    yield warning(
      CHECK,
      `There are no keys for ${missing.join(', ')}.`,
      'The first start creates them.',
    );
    return undefined;
  }
  const due = purposes.filter((purpose) => isDue(keys, purpose, now, keyMaxAge));
  if (due.length > 0) {
    const cure = 'A running server creates them. Check that one is running with these settings.';
    yield warning(CHECK, `The next keys are due for ${due.join(', ')}.`, cure);
  }
  const next = keysInOrder(keys, 'response', now).find(({ activatesAt }) => activatesAt > now);
  if (next !== undefined) {
    yield warning(
      CHECK,
      `Responses will be signed with another key from ${next.activatesAt.toISOString()} on.`,
      'Give applications its public key before then: it is in pub_keys of /api/v4/.well-known.',
    );
  }
  yield ok(CHECK, `There are keys for ${purposes.join(', ')}.`);
  return createKeySet(keys, now);
}
