import type { Deps } from '../deps.ts';
import { createTurns } from './in-turn.ts';
import { createKnownNetworks } from './known-networks.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { networkOf } from './network-of.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/**
 * Passwords with turns at once, as their checks are slow by design. More of them would keep the threads from signing
 * other answers.
 */
const TURNS = 24;

/** What is counted, by limit and key. */
type Counted = readonly (readonly [LimitName, string])[];

/** Limits how often somebody may be wrong. Each wrong guess is counted in the store, for all processes and over restarts. */
export interface Guesses {
  /**
   * Checks a password. Whoever was wrong too often is refused before the password is looked at, right or wrong: a
   * limit that still told a right one from a wrong one would be none. Where the person has signed in before, only
   * wrong ones of their own from there count, so that nobody else can lock them out.
   * @throws ApiError too_many_requests
   */
  password(
    whose: { readonly email: string; readonly address: string },
    isRight: () => Promise<boolean>,
  ): Promise<boolean>;

  /**
   * Counts a wrong license key, username, code or token. A right one is never counted nor refused: it is found by
   * its value, and too long to be guessed.
   * @throws ApiError too_many_requests, in place of the refusal of a wrong one
   */
  wrong(whose: { readonly apiKeyId: number; readonly address: string }): Promise<void>;
}

export function createGuesses(deps: Pick<Deps, 'config' | 'store' | 'clock'>): Guesses {
  const inTurn = createTurns(TURNS);
  const known = createKnownNetworks(deps);
  const limiters = new Map<LimitName, StoreLimiter>();
  for (const [key, limit] of Object.entries(deps.config.rateLimits)) {
    const name = key as LimitName;
    if (limit !== null) limiters.set(name, new StoreLimiter(deps, name, limit));
  }

  return {
    password({ email, address }, isRight) {
      const network = networkOf(address);
      const person = `${network} ${email}`;
      // One after the other, so that no process lets more than one past a limit.
      return inTurn(email, async () => {
        const isKnown = await known.has(person);
        await assertFew(
          isKnown
            ? [['password', person]]
            : [
                ['password', person],
                ['password-anywhere', email],
                ['address', network],
              ],
        );
        if (await isRight()) {
          await limiters.get('password')?.delete(person);
          await known.add(person);
          return true;
        }
        await count([
          ['password', person],
          ...(isKnown ? [] : ([['password-anywhere', email]] as const)),
          ['address', network],
        ]);
        return false;
      });
    },

    async wrong({ apiKeyId, address }) {
      const network = networkOf(address);
      const counted: Counted = [
        ['guess', `${network} ${apiKeyId}`],
        ['guess-anywhere', String(apiKeyId)],
        ['address', network],
      ];
      await assertFew(counted);
      await count(counted);
    },
  };

  function limitersOf(counted: Counted) {
    return counted.flatMap(([name, key]) => {
      const limiter = limiters.get(name);
      return limiter === undefined ? [] : [{ limiter, key }];
    });
  }

  async function assertFew(counted: Counted): Promise<void> {
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
