import { ApiError } from '../rules/errors.ts';

/** Requests in work at once, in calm times: more than any honest burst of one application. */
const BURST = 100;
/** Milliseconds without a refusal after which times are calm again: as long as `Retry-After` asks to wait. */
const CALM = 1_000;

/** Keeps the work in hand small: what is more than that is refused at once, and does not wait. */
export interface Admission {
  /** Whether a request is to be refused now. To ask is to refuse it where the answer is yes. */
  refuses(): boolean;
  /** The same of one that goes on with what was begun: it is refused only where a burst would be. */
  refusesToGoOn(): boolean;
  /** Counts a request as work, until what it returns is called: when the work is done, whoever waits for its answer. */
  enter(): () => void;
  /** Takes a request that is counted out of the count while it waits for somebody else. */
  outside<T>(wait: Promise<T>): Promise<T>;
}

/**
 * A burst is taken whole. Once something had to be refused it is none, and far fewer are taken in work: each of them
 * is answered sooner, and time is left for the refusals, which come by the thousand.
 * @param sustained how many requests may be in work at once while there are too many
 * @param now a clock that does not jump, in milliseconds
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
    refuses: () => refusesBeyond(now() - refusedAt >= CALM ? burst : sustained),
    refusesToGoOn: () => refusesBeyond(burst),
    enter() {
      inWork += 1;
      // At the end of the loop's turn: work that waits for nothing, as SQLite's does, would else never be counted
      // when the next one comes, however many came at once.
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

/** The refusal of what is too much at once. */
export function tooBusy(): ApiError {
  return new ApiError('service_unavailable', 'The server is busy. Try again.', {
    headers: { 'Retry-After': '1' },
  });
}
