/** How many ends of days are cached: a file repeats the same few thousand dates. */
const MOST_REMEMBERED = 10_000;
const HOUR = 3_600_000;
/** The largest offset of any zone from UTC. */
const FURTHEST = 15 * HOUR;

/** A time zone. */
export interface TimeZone {
  readonly name: string;
  /**
   * The last millisecond of a day, which may have 23, 24 or 25 hours.
   * @param date such as `2026-11-26`
   * @returns undefined when the date does not exist
   */
  endOf(date: string): Date | undefined;
}

/**
 * Finds a time zone.
 * @param name in the IANA database, such as `Europe/Berlin`, or `UTC`
 * @returns undefined when there is none
 */
export function timeZone(name: string): TimeZone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone: name, calendar: 'gregory', ...day });
  } catch {
    return undefined;
  }
  const known = new Map<string, Date>();
  return {
    name,
    endOf(date) {
      const remembered = known.get(date);
      if (remembered !== undefined) return remembered;
      const midnight = midnightOf(date);
      if (midnight === undefined) return undefined;
      if (known.size >= MOST_REMEMBERED) known.clear();
      const end = new Date(lastOf(date, midnight, (time) => format.format(time)));
      known.set(date, end);
      return end;
    },
  };
}

const DAY = 24 * HOUR;

/**
 * The first millisecond of a day.
 * @param date such as `2026-11-26`
 * @returns undefined when the date does not exist
 */
export function startOf(date: string, zone: TimeZone): Date | undefined {
  const midnight = midnightOf(date);
  if (midnight === undefined) return undefined;
  const before = zone.endOf(new Date(midnight - DAY).toISOString().slice(0, 10));
  return before && new Date(before.getTime() + 1);
}

export const utc: TimeZone = {
  name: 'UTC',
  endOf(date) {
    const midnight = midnightOf(date);
    return midnight === undefined ? undefined : new Date(midnight + DAY - 1);
  },
};

/** True when a text has the form of a date without a time, whether or not the date exists. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/**
 * The beginning of a day in UTC, in milliseconds.
 * @returns undefined when the date does not exist, such as 31 February
 */
export function midnightOf(date: string): number | undefined {
  if (!isDate(date)) return undefined;
  const time = Date.parse(`${date}T00:00:00Z`);
  // JavaScript reads 31 February as 3 March.
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return isReal ? time : undefined;
}

/** The last millisecond of a day, found by bisection: a local date never goes backwards, even when clocks change. */
function lastOf(date: string, midnight: number, dayOf: (time: number) => string): number {
  let within = midnight - FURTHEST;
  let beyond = midnight + 24 * HOUR + FURTHEST;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (dayOf(middle) <= date) within = middle;
    else beyond = middle;
  }
  return within;
}
