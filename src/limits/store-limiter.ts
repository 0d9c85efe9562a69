import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Store } from '../store/store.ts';
import type { LimitName, RateLimit } from '../rules/rate-limits.ts';

type Counts = Store['rateLimits'];
type Count = NonNullable<Awaited<ReturnType<Counts['find']>>>;

/** What each call takes last: the store of the transaction that it is part of. */
interface Within {
  readonly rateLimits?: Counts;
}

/** The library's limiter on our store, by our clock: the same on every database. */
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

  /** Counts. The library also asks to set a count, for blocks of their own length: we have none. */
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
