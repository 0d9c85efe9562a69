import type { ApiError } from './errors.ts';
import { type Candidate, refusalOf } from './license.ts';

/** A day, with or without a time, in UTC. */
const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?:Z|[+-]00:?00)?$/i;

const HOUR = 3_600_000;

/**
 * Reads until when a slot is borrowed: at most `max_borrow_time` hours from now.
 * @param text a time in UTC (ISO 8601); a day means its beginning; null for as long as possible
 * @throws ApiError borrow_until_not_valid
 */
export function borrowEnd(candidate: Candidate, text: string | null, now: Date): Date {
  const { max_borrow_time: hours } = candidate.license;
  const latest = new Date(now.getTime() + hours * HOUR);
  if (text === null) return latest;
  const until = parseTime(text);
  if (until === undefined) {
    throw notValid(candidate, `${text} is no time in UTC such as 2027-03-01T18:00:00Z.`);
  }
  if (until <= now) throw notValid(candidate, `${until.toISOString()} has passed.`);
  if (until > latest) {
    throw notValid(
      candidate,
      `${until.toISOString()} is after ${latest.toISOString()}: a slot can be borrowed for ${hours} hours.`,
    );
  }
  return until;
}

function parseTime(text: string): Date | undefined {
  const found = TIME.exec(text.trim());
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part?: string) => Number(part ?? 0));
  const milliseconds = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3));
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  // Date.UTC moves 31 February into March, and 24:00 to the next day.
  const isReal =
    time.getUTCMonth() === month - 1 &&
    time.getUTCDate() === day &&
    time.getUTCHours() === hour &&
    time.getUTCMinutes() === minute &&
    time.getUTCSeconds() === second;
  return isReal ? time : undefined;
}

function notValid(candidate: Candidate, why: string): ApiError {
  return refusalOf(candidate, 'borrow_until_not_valid', `Borrow until field is not valid: ${why}`);
}
