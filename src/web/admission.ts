import { ApiError } from '../rules/errors.ts';

/** The number of concurrent requests without overload: more than any honest burst. */
const BURST = 100;
/** Milliseconds without a refusal after which an overload is over, as long as `Retry-After`. */
const RECOVERY = 1_000;

/** Limits the number of concurrent requests. Further ones are refused immediately (docs/pages/decisions.md#overload). */
export interface Admission {
  /** True when a new request must be refused. True counts as a refusal. */
  refuses(): boolean;
  /** The same for a request that continues a sign-in: it is refused only above the limit for bursts. */
  refusesToContinue(): boolean;
  /** Counts a request until the returned function is called, when its work is done. */
  enter(): () => void;
  /** Does not count a request while it waits for another server. */
  outside<T>(wait: Promise<T>): Promise<T>;
}

/**
 * A burst is accepted completely. After the first refusal far fewer requests are accepted, so that each of them gets its
 * response sooner and time is left for thousands of refusals.
 * @param sustained the number of concurrent requests during an overload
 * @param now a monotonic clock in milliseconds
 */
export function createAdmission(
  sustained: number,
  now: () => number = () => performance.now(),
): Admission {
  const burst = Math.max(BURST, sustained);
  let inWork = 0;
  let refusedAt = -Infinity;

  const refusesBeyond = (most: number) => {
    const isRefused = inWork >= most;
    if (isRefused) refusedAt = now();
    return isRefused;
  };

  return {
    refuses: () => refusesBeyond(now() - refusedAt >= RECOVERY ? burst : sustained),
    refusesToContinue: () => refusesBeyond(burst),
    enter() {
      inWork += 1;
      // At the end of the turn of the event loop. SQLite works synchronously, so without this each request would have
      // ended before the next one is counted.
      return () => setImmediate(() => (inWork -= 1));
    },
    async outside(wait) {
      inWork -= 1;
      try {
        return await wait;
      } finally {
        inWork += 1;
      }
    },
  };
}

/** The error for too many concurrent requests. */
export function tooBusy(): ApiError {
  return new ApiError('service_unavailable', 'The server is busy. Try again.', {
    headers: { 'Retry-After': '1' },
  });
}
