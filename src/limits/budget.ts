import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Deps } from '../deps.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** The number of parts in which a limit is taken from the store. */
const PARTS = 20;
/** The number of keys in memory. A key that was removed takes a new part. */
const MAX_KEYS = 10_000;

/** The part of a key's limit that this process has taken from the store. */
interface Share {
  left: number;
  endsAt: number;
  /** True when the limit in the store is used up. */
  isSpent: boolean;
  taking: Promise<void> | undefined;
}

/** Counts one use of a key. @throws ApiError too_many_requests */
export type Budget = (key: string | number) => Promise<void>;

/**
 * A limit for frequent requests. Counting each one in the store would cost more than the request, so a process takes the
 * limit from the store in parts, and takes the next part before the current one is used up. The first part of a window
 * may be used before the store has confirmed it, so each process can exceed the limit by one part. When the store is not
 * writable, each process counts on its own.
 * @param what the subject of the error message, in the plural
 */
export function createBudget(
  deps: Pick<Deps, 'config' | 'store' | 'clock' | 'log'>,
  name: LimitName,
  what: string,
): Budget {
  const limit = deps.config.rateLimits[name];
  if (limit === null) return () => Promise.resolve();
  const part = Math.max(Math.floor(limit.count / PARTS), 1);
  const shared = new StoreLimiter(deps, name, limit);
  const alone = new RateLimiterMemory({ points: limit.count, duration: limit.seconds });
  const shares = new Map<string | number, Share>();

  return async (key) => {
    const now = deps.clock().getTime();
    const share = currentShare(key, now);
    if (share.left <= part / 2) share.taking ??= take(key, share, 0);
    while (share.left <= 0 && !share.isSpent) await (share.taking ??= take(key, share, 0));
    if (share.left <= 0) throw tooManyRequests(what, share.endsAt - now);
    share.left -= 1;
  };

  function currentShare(key: string | number, now: number): Share {
    const known = shares.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    const endsAt = now + shared.msDuration;
    const share: Share = { left: part, endsAt, isSpent: false, taking: undefined };
    shares.delete(key);
    shares.set(key, share);
    const [oldest = key] = shares.keys();
    if (shares.size > MAX_KEYS) shares.delete(oldest);
    share.taking = take(key, share, part);
    return share;
  }

  /** Takes a part from the store. @param owed how much of it the share already contains */
  async function take(key: string | number, share: Share, owed: number): Promise<void> {
    const taken = await shared
      .consume(key, part)
      .catch(asResult)
      .catch((error: unknown) => {
        deps.log.warn({ err: error, limit: name }, 'this process counts alone');
        return alone.consume(key, part).catch(asResult);
      });
    const beyond = Math.max(taken.consumedPoints - shared.points, 0);
    share.left += Math.max(part - beyond, 0) - owed;
    share.isSpent = beyond > 0;
    share.endsAt = deps.clock().getTime() + taken.msBeforeNext;
    share.taking = undefined;
  }
}

/** The library throws its result when a limit is exceeded. */
function asResult(error: unknown): RateLimiterRes {
  if (error instanceof RateLimiterRes) return error;
  throw error;
}
