import { ApiError } from '../rules/errors.ts';
import { parseHttpDate } from './http-date.ts';

/** Milliseconds by which the Date header may differ from our clock, in both directions. */
const DATE_TOLERANCE = 15 * 60_000;

/** Checks that the Date header of a request is near our clock. @throws ApiError date_header_diff */
export function checkDate(header: string, now: Date): void {
  const date = parseHttpDate(header, now);
  if (date === undefined) {
    throw new ApiError(
      'date_header_diff',
      `The Date header is not an HTTP date such as "${now.toUTCString()}".`,
    );
  }
  const difference = now.getTime() - date.getTime();
  if (Math.abs(difference) <= DATE_TOLERANCE) return;
  const seconds = Math.round(Math.abs(difference) / 1_000);
  throw new ApiError(
    'date_header_diff',
    `The Date header is ${seconds} s ${difference > 0 ? 'behind' : 'ahead of'} the server, whose time is ` +
      `${now.toUTCString()}; ${DATE_TOLERANCE / 1_000} s are allowed.`,
  );
}
