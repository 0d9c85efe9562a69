import { ApiError } from '../rules/errors.ts';
import { isDate, startOf, type TimeZone } from '../rules/time-zone.ts';

/**
 * Parses the time of a field; null and undefined stay unchanged.
 * @param field for the message: `body.valid_until`
 * @throws ApiError validation_error for a time that does not exist, such as 31 February
 */
export function timeOf<Absent extends null | undefined>(
  text: string | Absent,
  field: string,
): Date | Absent {
  if (typeof text !== 'string') return text;
  const time = new Date(text);
  // JavaScript reads 31 February as 3 March.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(text.slice(0, 19))) {
    throw new ApiError('validation_error', `${field} is not a time: ${text} does not exist`);
  }
  return time;
}

/**
 * Parses the end of something; a date stands for its last millisecond.
 * @param zone the time zone of dates without a time
 * @throws ApiError validation_error for a time or date that does not exist
 */
export function endOf<Absent extends null | undefined>(
  text: string | Absent,
  field: string,
  zone: TimeZone,
): Date | Absent {
  if (typeof text !== 'string' || !isDate(text)) return timeOf(text, field);
  return zone.endOf(text) ?? fail(text, field);
}

/**
 * Parses the start of something; a date stands for its first millisecond.
 * @param zone the time zone of dates without a time
 * @throws ApiError validation_error for a time or date that does not exist
 */
export function startFrom<Absent extends null | undefined>(
  text: string | Absent,
  field: string,
  zone: TimeZone,
): Date | Absent {
  if (typeof text !== 'string' || !isDate(text)) return timeOf(text, field);
  return startOf(text, zone) ?? fail(text, field);
}

function fail(text: string, field: string): never {
  throw new ApiError('validation_error', `${field} is not a date: ${text} does not exist`);
}
