import type { components } from '../../generated/openapi.d.ts';
import type { Deps } from '../deps.ts';
import { createKeySet } from '../keys/key-set.ts';

type Need = NonNullable<components['schemas']['Readiness']['failed']>;

/** The needs of a ready server, in the order of the checks. Each function throws when its need is not met. */
const needs: { readonly [Name in Need]: (deps: Deps) => Promise<void> | void } = {
  // First, so that a load balancer stops sending requests to a stopping server.
  running: ({ stopping }) => stopping.throwIfAborted(),
  database: ({ store }) => store.ping(),
  // Migrations of a newer release are allowed: during an upgrade, older instances keep running.
  migrations: async ({ store }) => {
    const { pending } = await store.migrationStatus();
    if (pending.length > 0) throw new Error(`not applied yet: ${pending.join(', ')}`);
  },
  // Another instance may have sealed the keys with a secret key that this one does not have.
  keys: async ({ store, clock }) => {
    const now = clock();
    createKeySet(await store.signingKeys.list(now), now);
  },
};

/** @returns the first unmet need and its error; undefined when the server is ready */
export async function findUnmetNeed(
  deps: Deps,
): Promise<{ need: Need; error: unknown } | undefined> {
  for (const [name, check] of Object.entries(needs)) {
    try {
      await check(deps);
    } catch (error) {
      return { need: name as Need, error };
    }
  }
  return undefined;
}
