import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { ApiError } from './errors.ts';

/**
 * Requests in work at once. Few enough that the last of them is answered well within half a second, where each takes
 * the 2 ms that a write to a disk takes; more than any honest burst of one application.
 */
const MOST = 100;

/** Keeps the work in hand small: what is more than that is refused at once, and does not wait. */
export interface Admission {
  isFull(): boolean;
  /** Counts a request as work until its answer is written. @throws ApiError service_unavailable */
  enter(response: ServerResponse): void;
}

/** @param most how many requests may be in work at once */
export function createAdmission(most = MOST): Admission {
  let inWork = 0;
  return {
    isFull: () => inWork >= most,
    enter(response) {
      if (inWork >= most) throw tooBusy();
      inWork += 1;
      finished(response, () => {
        inWork -= 1;
      });
    },
  };
}

/** The refusal of what is too much at once. */
export function tooBusy(): ApiError {
  return new ApiError('service_unavailable', 'The server is busy. Try again.', {
    headers: { 'Retry-After': '1' },
  });
}
