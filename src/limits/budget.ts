import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Deps } from '../deps.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/** How many parts a limit is taken from the store in. */
const PARTS = 20;
/** How many keys a process remembers its parts for; who is forgotten takes a new part. */
const REMEMBERED = 10_000;

/** What this process took of a key's limit and has not used yet. */
interface Share {
  left: number;
  endsAt: number;
  /** Whether the store has nothing more to give. */
  isSpent: boolean;
  taking: Promise<void> | undefined;
}

/** Counts one use of a key. @throws ApiError too_many_requests */
export type Budget = (key: string | number) => Promise<void>;

/**
 * A limit for what comes often. A write for each use would cost more than the use, so a process takes the limit from
 * the store in parts, the next one before the last is used up, and counts within a part by itself. The first part of
 * a window is used while it is being taken: so each process lets through one part too many at most. Where the store
 * takes no writes, each process counts alone.
 * @param what the subject of the refusal, in the plural
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
    if (shares.size > REMEMBERED) shares.delete(oldest);
    share.taking = take(key, share, part);
    return share;
  }

  /** Takes a part for a share. @param owed how much of it the share has already */
  async function take(key: string | number, share: Share, owed: number): Promise<void> {
    const taken = await shared
      .consume(key, part)
      .catch(refusalIn)
      .catch((error: unknown) => {
        deps.log.warn({ err: error, limit: name }, 'this process counts alone');
        return alone.consume(key, part).catch(refusalIn);
      });
    const beyond = Math.max(taken.consumedPoints - shared.points, 0);
    share.left += Math.max(part - beyond, 0) - owed;
    share.isSpent = beyond > 0;
    share.endsAt = deps.clock().getTime() + taken.msBeforeNext;
    share.taking = undefined;
  }
}

/** The library throws its refusals, which are no errors. */
function refusalIn(error: unknown): RateLimiterRes {
  if (error instanceof RateLimiterRes) return error;
  throw error;
}
