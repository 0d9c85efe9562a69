import { ApiError } from '../rules/errors.ts';
import { isDate, type TimeZone } from '../rules/time-zone.ts';

/**
 * The time that a field names; what is no text stays as it is.
 * @param field for the message: `body.valid_until`
 * @throws ApiError validation_error for a time that no calendar has, such as 31 February
 */
export function timeOf<Absent extends null | undefined>(
  text: string | Absent,
  field: string,
): Date | Absent {
  if (typeof text !== 'string') return text;
  const time = new Date(text);
  // JavaScript takes 31 February for 3 March.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(text.slice(0, 19))) {
    throw new ApiError('validation_error', `${field} is no time: there is no ${text}`);
  }
  return time;
}

/**
 * The time at which something ends: of a date its last millisecond.
 * @param zone whose days count
 * @throws ApiError validation_error for a time or a date that no calendar has
 */
export function endOf<Absent extends null | undefined>(
  text: string | Absent,
  field: string,
  zone: TimeZone,
): Date | Absent {
  if (typeof text !== 'string' || !isDate(text)) return timeOf(text, field);
  const end = zone.endOf(text);
  if (end !== undefined) return end;
  throw new ApiError('validation_error', `${field} is no date: there is no ${text}`);
}
