import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import { createKeySet } from '../keys/key-set.ts';

type Need = NonNullable<components['schemas']['Readiness']['failed']>;

/** What the server needs to do its work, in the order of looking. Each throws where it is not there. */
const needs: { readonly [Name in Need]: (deps: Deps) => Promise<void> | void } = {
  // First of all, also where the rest is well: who balances load should stop sending requests.
  running: ({ stopping }) => stopping.throwIfAborted(),
  database: ({ store }) => store.ping(),
  // Those of a newer release do no harm: while it is rolled out, the older instances go on.
  migrations: async ({ store }) => {
    const { pending } = await store.migrationStatus();
    if (pending.length > 0) throw new Error(`still to be run: ${pending.join(', ')}`);
  },
  // Another instance may have sealed them with a secret key that this one was not given.
  keys: async ({ store, clock }) => {
    const now = clock();
    createKeySet(await store.signingKeys.list(now), now);
  },
};

/** The first thing that is missing, and why; undefined where the server can do its work. */
export async function findMissing(deps: Deps): Promise<{ need: Need; error: unknown } | undefined> {
  for (const [name, check] of Object.entries(needs)) {
    try {
      await check(deps);
    } catch (error) {
      return { need: name as Need, error };
    }
  }
  return undefined;
}
