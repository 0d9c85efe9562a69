import type { License } from './license.ts';

/** A day, with or without a time, in UTC. */
const TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(?:Z|[+-]00:?00)?$/i;

const HOUR = 3_600_000;

/** The license whose slot is borrowed. */
type Borrowing = Pick<License, 'max_borrow_time'>;

/**
 * Until when a slot is borrowed.
 * @param text a time in UTC (ISO 8601) without a `borrowFault`; a day means its beginning; null for as long as possible
 */
export function borrowEnd(license: Borrowing, text: string | null, now: Date): Date {
  return text === null ? latestEnd(license, now) : parseTime(text);
}

/** Why a slot cannot be borrowed until a time, which is at most `max_borrow_time` hours from now; undefined when it can. */
export function borrowFault(
  license: Borrowing,
  text: string | null,
  now: Date,
): string | undefined {
  const until = borrowEnd(license, text, now);
  const latest = latestEnd(license, now);
  if (Number.isNaN(until.getTime())) {
    return `${text ?? ''} is no time in UTC such as 2027-03-01T18:00:00Z.`;
  }
  if (until <= now) return `${until.toISOString()} has passed.`;
  if (until <= latest) return undefined;
  return `${until.toISOString()} is after ${latest.toISOString()}: a slot can be borrowed for ${license.max_borrow_time} hours.`;
}

function latestEnd({ max_borrow_time: hours }: Borrowing, now: Date): Date {
  return new Date(now.getTime() + hours * HOUR);
}

/** @returns an invalid date when the text is no time */
function parseTime(text: string): Date {
  const found = TIME.exec(text.trim());
  if (found === null) return new Date(NaN);
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
  return isReal ? time : new Date(NaN);
}
