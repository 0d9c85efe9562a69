import type { Deps } from '../deps.ts';
import { createTurns } from './in-turn.ts';
import type { LimitName } from './rate-limits.ts';
import { networkOf } from './network-of.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/**
 * Guesses with turns at once: passwords, whose checks are slow by design. More of them would keep the threads from
 * signing other answers.
 */
const TURNS = 24;

/** What a wrong guess counts for: the narrowest first, the address last. */
export interface Guess {
  readonly counted: readonly (readonly [LimitName, string])[];
  /** Where a right one makes a count of wrong ones forgotten: which count. */
  readonly forgiven?: LimitName;
  /** Guesses with the same are made one after the other, so that no process lets more than one past a limit. */
  readonly turn?: string;
}

/** A password, of whom and from where. */
export function passwordGuess(email: string, address: string): Guess {
  const network = networkOf(address);
  return {
    counted: [
      ['password', `${network} ${email}`],
      ['password-anywhere', email],
      ['address', network],
    ],
    forgiven: 'password',
    turn: email,
  };
}

/** A license key, a code or a token, sent by whom and from where. Whoever has one that is right may guess others. */
export function apiGuess(apiKeyId: number, address: string): Guess {
  const network = networkOf(address);
  return {
    counted: [
      ['guess', `${network} ${apiKeyId}`],
      ['guess-anywhere', String(apiKeyId)],
      ['address', network],
    ],
  };
}

/** Runs what tells a right guess from a wrong one. @throws ApiError too_many_requests */
export type Guesses = (guess: Guess, isRight: () => Promise<boolean>) => Promise<boolean>;

/**
 * Limits how often somebody may be wrong. Each wrong guess is counted in the store, for all processes and over
 * restarts. Who was wrong too often is not listened to, right or wrong, until the count is forgotten.
 */
export function createGuesses(deps: Pick<Deps, 'config' | 'store' | 'clock'>): Guesses {
  const inTurn = createTurns(TURNS);
  const limiters = new Map<LimitName, StoreLimiter>();
  for (const [key, limit] of Object.entries(deps.config.rateLimits)) {
    const name = key as LimitName;
    if (limit !== null) limiters.set(name, new StoreLimiter(deps, name, limit));
  }

  return ({ counted, forgiven, turn }, isRight) => {
    const counts = counted.flatMap(([name, key]) => {
      const limiter = limiters.get(name);
      return limiter === undefined ? [] : [{ name, limiter, key }];
    });
    return turn === undefined ? attempt() : inTurn(turn, attempt);

    async function attempt(): Promise<boolean> {
      const before = await Promise.all(counts.map(({ limiter, key }) => limiter.get(key)));
      const waits = before.map((count) => (count?.remainingPoints === 0 ? count.msBeforeNext : 0));
      const wait = Math.max(0, ...waits);
      if (wait > 0) throw tooManyRequests('wrong attempts', wait);

      const right = await isRight();
      if (!right) {
        await deps.store.transaction(async ({ rateLimits }) => {
          for (const { limiter, key } of counts) await limiter.penalty(key, 1, { rateLimits });
        });
      } else {
        const index = counts.findIndex(({ name }) => name === forgiven);
        if (before[index] != null) await counts[index]?.limiter.delete(counts[index].key);
      }
      return right;
    }
  };
}
