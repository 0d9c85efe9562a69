import type { Deps } from '../deps.ts';

/** Milliseconds for which a network stays known after a right password. */
const KNOWN_FOR = 90 * 86_400_000;

/** The networks from which users have signed in with a right password. */
export interface KnownNetworks {
  /** @param userAtNetwork network and e-mail address, separated by a space */
  has(userAtNetwork: string): Promise<boolean>;
  add(userAtNetwork: string): Promise<void>;
}

/** They are stored with the counts of the rate limits, as hashes, and expire like these. */
export function createKnownNetworks({
  store,
  clock,
}: Pick<Deps, 'store' | 'clock'>): KnownNetworks {
  const find = (userAtNetwork: string) => store.rateLimits.find(keyOf(userAtNetwork), clock());
  return {
    has: async (userAtNetwork) => (await find(userAtNetwork)) !== undefined,
    async add(userAtNetwork) {
      const now = clock().getTime();
      const known = await find(userAtNetwork);
      // Not at every sign-in, because it is a write.
      if (known !== undefined && known.expiresAt.getTime() - now > KNOWN_FOR / 2) return;
      const until = new Date(now + KNOWN_FOR);
      await store.transaction(async ({ rateLimits }) => {
        await rateLimits.delete(keyOf(userAtNetwork));
        await rateLimits.add(keyOf(userAtNetwork), 1, until, new Date(now));
      });
    },
  };
}

const keyOf = (userAtNetwork: string) => `known:${userAtNetwork}`;
