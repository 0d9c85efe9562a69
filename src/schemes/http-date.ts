const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const MONTH = MONTHS.join('|');
const TIME = '(?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9]):(?<second>[0-5][0-9])';
/** GMT, and two other spellings that clients use. */
const ZONE = '(?:GMT|UTC|\\+0000)';
/** Two digits, one digit, or a space and one digit. */
const DAY = '(?<day>[0-9]{2}| ?[1-9])';

/** The three forms that a recipient must accept (RFC 9110, section 5.6.7): IMF-fixdate, RFC 850 and asctime. */
const FORMS = [
  `^(?<weekday>[A-Z][a-z]{2}), ${DAY} (?<month>${MONTH}) (?<year>[0-9]{4}) ${TIME} ${ZONE}$`,
  `^(?<weekday>[A-Z][a-z]{5,8}), ${DAY}-(?<month>${MONTH})-(?<year>[0-9]{2}) ${TIME} ${ZONE}$`,
  `^(?<weekday>[A-Z][a-z]{2}) (?<month>${MONTH}) ${DAY} ${TIME} (?<year>[0-9]{4})$`,
].map((form) => new RegExp(form));

/**
 * Parses an HTTP date (docs/pages/decisions.md#date-header).
 * @param now determines the century of a year with two digits
 * @returns undefined when it is not valid
 */
export function parseHttpDate(text: string, now: Date): Date | undefined {
  const match = FORMS.map((form) => form.exec(text)).find((found) => found !== null);
  if (match?.groups === undefined) return undefined;
  const { weekday = '', day, month = '', year = '', hour, minute, second } = match.groups;
  const fullYear = year.length === 2 ? withCentury(Number(year), now) : Number(year);
  const [dayNumber, monthNumber] = [Number(day), MONTHS.indexOf(month)];
  const date = new Date(
    Date.UTC(fullYear, monthNumber, dayNumber, Number(hour), Number(minute), Number(second)),
  );
  // 31 February would become 3 March.
  if (date.getUTCDate() !== dayNumber || date.getUTCMonth() !== monthNumber) return undefined;
  const name = DAYS[date.getUTCDay()] ?? '';
  return weekday === name || weekday === name.slice(0, 3) ? date : undefined;
}

/** A year that would be more than 50 years in the future is in the previous century (RFC 9110, section 5.6.7). */
function withCentury(year: number, now: Date): number {
  const thisYear = now.getUTCFullYear();
  const full = thisYear - (thisYear % 100) + year;
  return full > thisYear + 50 ? full - 100 : full;
}
