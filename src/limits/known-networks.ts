import type { Deps } from '../deps.ts';

/** Milliseconds that a network is known for after a right password. */
const KNOWN_FOR = 90 * 86_400_000;

/** Where people have signed in with a right password: there, wrong ones from elsewhere do not count. */
export interface KnownNetworks {
  /** @param person network and e-mail address */
  has(person: string): Promise<boolean>;
  add(person: string): Promise<void>;
}

/** Kept with the counts, as hashes, and forgotten as they are. */
export function createKnownNetworks({
  store,
  clock,
}: Pick<Deps, 'store' | 'clock'>): KnownNetworks {
  const find = (person: string) => store.rateLimits.find(keyOf(person), clock());
  return {
    has: async (person) => (await find(person)) !== undefined,
    async add(person) {
      const now = clock().getTime();
      const known = await find(person);
      // Not with every sign-in: it is a write.
      if (known !== undefined && known.expiresAt.getTime() - now > KNOWN_FOR / 2) return;
      const until = new Date(now + KNOWN_FOR);
      await store.transaction(async ({ rateLimits }) => {
        await rateLimits.delete(keyOf(person));
        await rateLimits.add(keyOf(person), 1, until, new Date(now));
      });
    },
  };
}

const keyOf = (person: string) => `known:${person}`;
