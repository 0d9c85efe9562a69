import type { Deps } from '../deps.ts';
import type { Budget } from './budget.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** The number of keys in memory. The count of the oldest key is dropped. */
const MAX_KEYS = 10_000;

/**
 * A limit that each process counts in its own memory, for frequent requests with many keys.
 * @param what the subject of the error message, in the plural
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
      if (counts.size > MAX_KEYS) counts.delete(oldest);
    }
    if (count.used >= limit.count) return Promise.reject(tooManyRequests(what, count.endsAt - now));
    count.used += 1;
    return Promise.resolve();
  };
}
