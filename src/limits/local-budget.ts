import type { Deps } from '../deps.ts';
import type { Budget } from './budget.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** How many keys a process remembers; the oldest of more begins anew. */
const REMEMBERED = 10_000;

/**
 * A limit that each process counts by itself, in memory: for what comes as often as requests do, of as many keys.
 * @param what the subject of the refusal, in the plural
 */
export function createLocalBudget(
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  name: LimitName,
  what: string,
): Budget {
  const limit = config.rateLimits[name];
  if (limit === null) return () => Promise.resolve();
  const counts = new Map<string | number, { used: number; endsAt: number }>();

  return (key) => {
    const now = clock().getTime();
    let count = counts.get(key);
    if (count === undefined || count.endsAt <= now) {
      count = { used: 0, endsAt: now + limit.seconds * 1_000 };
      counts.delete(key);
      counts.set(key, count);
      const [oldest = key] = counts.keys();
      if (counts.size > REMEMBERED) counts.delete(oldest);
    }
    if (count.used >= limit.count) return Promise.reject(tooManyRequests(what, count.endsAt - now));
    count.used += 1;
    return Promise.resolve();
  };
}
