import { ApiError } from '../rules/errors.ts';

/**
 * Creates the error for an exceeded rate limit.
 * @param what the subject of the message, in the plural
 * @param milliseconds until the next try is allowed
 */
export function tooManyRequests(what: string, milliseconds: number): ApiError {
  const seconds = Math.max(Math.ceil(milliseconds / 1_000), 1);
  return new ApiError('too_many_requests', `Too many ${what}. Try again in ${inWords(seconds)}.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}

/** @returns the time to wait that such an error contains */
export function retryAfterOf({ headers }: ApiError): { seconds: number } {
  return { seconds: Number(headers['Retry-After'] ?? 1) };
}

function inWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
