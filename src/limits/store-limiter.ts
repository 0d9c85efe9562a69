import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Store } from '../store/store.ts';
import type { LimitName, RateLimit } from '../rules/rate-limits.ts';

type Counts = Store['rateLimits'];
type Count = NonNullable<Awaited<ReturnType<Counts['find']>>>;

/** The last argument of each call: the tables of the current transaction. */
interface Within {
  readonly rateLimits?: Counts;
}

/** The limiter of rate-limiter-flexible with our store and our clock. */
export class StoreLimiter extends RateLimiterStoreAbstract {
  readonly #counts: Counts;
  readonly #clock: () => Date;

  constructor(
    { store, clock }: { store: Pick<Store, 'rateLimits'>; clock: () => Date },
    name: LimitName,
    { count, seconds }: RateLimit,
  ) {
    super({ storeClient: store, keyPrefix: name, points: count, duration: seconds });
    this.#counts = store.rateLimits;
    this.#clock = clock;
  }

  /** Adds to a count. `_set` is for blocking, which is not used. */
  _upsert(key: string, points: number, ms: number, _set: false, within: Within): Promise<Count> {
    const now = this.#clock();
    const counts = within.rateLimits ?? this.#counts;
    return counts.add(key, points, new Date(now.getTime() + ms), now);
  }

  _get(key: string): Promise<Count | undefined> {
    return this.#counts.find(key, this.#clock());
  }

  _delete(key: string): Promise<boolean> {
    return this.#counts.delete(key);
  }

  _getRateLimiterRes(_key: string, changed: number, { points, expiresAt }: Count): RateLimiterRes {
    const left = Math.max(this.points - points, 0);
    const ms = Math.max(expiresAt.getTime() - this.#clock().getTime(), 0);
    return new RateLimiterRes(left, ms, points, points === changed);
  }
}
