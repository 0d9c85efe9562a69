import type { Deps } from '../deps.ts';
import { createTurns } from './in-turn.ts';
import { createKnownNetworks } from './known-networks.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { networkOf } from './network-of.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** The number of password checks at the same time. They are slow, and more of them would delay the signing of responses. */
const MAX_PASSWORDS = 24;

/** The limits and keys that a guess counts for. */
type Counted = readonly (readonly [LimitName, string])[];

/** Limits for wrong guesses. They are counted in the store, for all processes and across restarts. */
export interface Guesses {
  /**
   * Checks a password. Above the limit it is refused without being checked, because a limit that still accepts the right
   * password would not stop guessing. From a network where the user has signed in before, only wrong passwords for this
   * user from this network count, so that nobody else can lock the user out.
   * @throws ApiError too_many_requests
   */
  password(
    account: { readonly email: string; readonly address: string },
    isRight: () => Promise<boolean>,
  ): Promise<boolean>;

  /**
   * Counts a wrong license key, username, code or token. Right ones are never counted or refused: they are too long to
   * be guessed.
   * @throws ApiError too_many_requests, in place of the error for the wrong value
   */
  countWrong(caller: { readonly credential: string; readonly address: string }): Promise<void>;
}

export function createGuesses(deps: Pick<Deps, 'config' | 'store' | 'clock'>): Guesses {
  const inTurn = createTurns(MAX_PASSWORDS);
  const known = createKnownNetworks(deps);
  const limiters = new Map<LimitName, StoreLimiter>();
  for (const [key, limit] of Object.entries(deps.config.rateLimits)) {
    const name = key as LimitName;
    if (limit !== null) limiters.set(name, new StoreLimiter(deps, name, limit));
  }

  return {
    password({ email, address }, isRight) {
      const network = networkOf(address);
      const userAtNetwork = `${network} ${email}`;
      // One after the other, so that concurrent guesses cannot exceed the limit.
      return inTurn(email, async () => {
        const isKnown = await known.has(userAtNetwork);
        await assertWithinLimits(
          isKnown
            ? [['password', userAtNetwork]]
            : [
                ['password', userAtNetwork],
                ['password-anywhere', email],
                ['address', network],
              ],
        );
        if (await isRight()) {
          await limiters.get('password')?.delete(userAtNetwork);
          await known.add(userAtNetwork);
          return true;
        }
        await count([
          ['password', userAtNetwork],
          ...(isKnown ? [] : ([['password-anywhere', email]] as const)),
          ['address', network],
        ]);
        return false;
      });
    },

    async countWrong({ credential, address }) {
      const network = networkOf(address);
      const counted: Counted = [
        ['guess', `${network} ${credential}`],
        ['guess-anywhere', credential],
        ['address', network],
      ];
      await assertWithinLimits(counted);
      await count(counted);
    },
  };

  function limitersOf(counted: Counted) {
    return counted.flatMap(([name, key]) => {
      const limiter = limiters.get(name);
      return limiter === undefined ? [] : [{ limiter, key }];
    });
  }

  async function assertWithinLimits(counted: Counted): Promise<void> {
    const counts = await Promise.all(
      limitersOf(counted).map(({ limiter, key }) => limiter.get(key)),
    );
    const waits = counts.map((one) => (one?.remainingPoints === 0 ? one.msBeforeNext : 0));
    const wait = Math.max(0, ...waits);
    if (wait > 0) throw tooManyRequests('wrong attempts', wait);
  }

  async function count(counted: Counted): Promise<void> {
    await deps.store.transaction(async ({ rateLimits }) => {
      for (const { limiter, key } of limitersOf(counted)) {
        await limiter.penalty(key, 1, { rateLimits });
      }
    });
  }
}
