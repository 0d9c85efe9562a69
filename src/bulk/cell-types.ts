import { normalizeLicenseKey } from '../rules/license-key.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { midnightOf, startOf, type TimeZone } from '../rules/time-zone.ts';
import { type DateFormat, datesOf } from './dates.ts';
import { parseJson } from './json-records.ts';

/** The value of a database column. Times are milliseconds, booleans are 0 or 1, JSON is text. */
export type Cell = string | number | null;

/** The date format of a file, and the time zone of its dates. */
export interface DateSettings {
  readonly timeZone: TimeZone;
  readonly dateFormat?: DateFormat | undefined;
}

export interface CellType {
  /** Continues the sentence "must be …". */
  readonly requirement: string;
  /** Converts the text of a CSV cell to the value that `parse` checks. */
  readonly fromText: (text: string) => unknown;
  /** @returns undefined when the value is not allowed */
  readonly parse: (value: unknown, settings: DateSettings) => Cell | undefined;
  /** A more exact reason than the requirement, if there is one. */
  readonly fault?: (value: unknown, settings: DateSettings) => string | undefined;
  /** The value in JSON Lines. */
  readonly present: (cell: Cell) => unknown;
}

const asItIs = <T>(value: T) => value;

export function text(minLength: number, maxLength: number): CellType {
  const length = minLength === 0 ? `at most ${maxLength}` : `${minLength} to ${maxLength}`;
  return {
    requirement: `a text of ${length} characters`,
    fromText: asItIs,
    parse: (value) =>
      isStorable(value) && value.length >= minLength && isAtMost(value, maxLength)
        ? value
        : undefined,
    present: asItIs,
  };
}

/** A license key. Keys in the format of Latchkey are stored in upper case. */
export const licenseKey: CellType = {
  ...text(1, 64),
  parse: (value) => {
    const isKey = isStorable(value) && value.length > 0 && isAtMost(value, 64);
    return isKey ? normalizeLicenseKey(value) : undefined;
  },
};

/**
 * A text with a pattern.
 * @param requirement the requirement, without the length
 * @param limits those of the field in the contract
 */
export function matching(
  requirement: string,
  { pattern, maxLength }: { readonly pattern: string; readonly maxLength: number },
): CellType {
  const expression = new RegExp(pattern, 'u');
  return {
    requirement,
    fromText: asItIs,
    parse: (value) =>
      isStorable(value) && expression.test(value) && isAtMost(value, maxLength) ? value : undefined,
    present: asItIs,
  };
}

/** A code that the vendor chooses, as `NewCode` of the contract has it. */
export const code = matching('letters, digits, -, _ and ., at most 128 of them', {
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  maxLength: 128,
});

const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;

/** An e-mail address, stored in lower case. */
export const email: CellType = {
  requirement: 'an e-mail address',
  fromText: asItIs,
  parse: (value) => {
    const isAddress =
      isStorable(value) && value.length >= 3 && isAtMost(value, 320) && EMAIL.test(value);
    return isAddress ? normalizeEmail(value) : undefined;
  },
  present: asItIs,
};

export function integer(least: number, most: number): CellType {
  return {
    requirement: `a whole number from ${least} to ${most}`,
    fromText: (digits) => (/^-?\d{1,16}$/.test(digits) ? Number(digits) : undefined),
    parse: (value) =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
        ? Number(value)
        : undefined,
    present: asItIs,
  };
}

export const truth: CellType = {
  requirement: 'true or false',
  // Spreadsheets write them in capitals.
  fromText: (word) => ({ true: true, false: false })[word.toLowerCase()],
  parse: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  present: (cell) => cell === 1,
};

export function oneOf(...words: readonly string[]): CellType {
  return {
    requirement: `one of ${words.join(', ')}`,
    fromText: asItIs,
    parse: (value) => words.find((word) => word === value),
    present: asItIs,
  };
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** @param dayOf the time that stands for a date, in milliseconds */
function timeType(
  must: string,
  dayOf: (date: string, zone: TimeZone) => number | undefined,
): CellType {
  return {
    requirement: `a time in UTC such as 2027-01-31T00:00:00.000Z, or a date such as 2027-01-31${must}`,
    fromText: asItIs,
    parse: (value, { timeZone, dateFormat }) => {
      if (typeof value !== 'string') return undefined;
      if (ISO_TIME.test(value)) return instantOf(value);
      const date = onlyDateOf(value, dateFormat);
      return date === undefined ? undefined : dayOf(date, timeZone);
    },
    fault: faultOfDate,
    present: (cell) => new Date(Number(cell)).toISOString(),
  };
}

/** @returns undefined when the text is no date, or an ambiguous one */
function onlyDateOf(value: string, format: DateFormat | undefined): string | undefined {
  const [date, other] = datesOf(value, format);
  return other === undefined ? date : undefined;
}

function faultOfDate(value: unknown, { dateFormat }: DateSettings): string | undefined {
  const [date, other] = datesOf(String(value), dateFormat);
  return other && `may be ${date} or ${other}: choose with --date-format`;
}

/** A day in UTC, stored as its beginning. */
export const day: CellType = {
  requirement: 'a date such as 2027-01-31',
  fromText: asItIs,
  parse: (value, { dateFormat }) =>
    typeof value === 'string' ? midnightOf(onlyDateOf(value, dateFormat) ?? '') : undefined,
  fault: faultOfDate,
  present: (cell) => new Date(Number(cell)).toISOString().slice(0, 10),
};

/** The time in milliseconds. @returns undefined for a time that does not exist, such as 31 February */
function instantOf(text: string): number | undefined {
  const time = new Date(text);
  return midnightOf(text.slice(0, 10)) === undefined || Number.isNaN(time.getTime())
    ? undefined
    : time.getTime();
}

/** The time of an event. A date stands for its beginning. */
export const time = timeType('', (date, zone) => startOf(date, zone)?.getTime());

/** The end of something. A date stands for its end. */
export const end = timeType(', which stands for its end', (date, zone) =>
  zone.endOf(date)?.getTime(),
);

/** Times by name. They are stored as JSON of milliseconds. @param must the requirement */
export function times(must: string): CellType {
  return {
    requirement: must,
    fromText: parseJson,
    parse: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
      const instants = Object.entries(value).map(([name, text]) => {
        const isTime = typeof text === 'string' && ISO_TIME.test(text);
        return [name, isTime ? instantOf(text) : undefined] as const;
      });
      if (instants.some(([, instant]) => instant === undefined)) return undefined;
      return JSON.stringify(Object.fromEntries(instants));
    },
    present: (cell) => {
      const instants = Object.entries(JSON.parse(String(cell)) as Record<string, number>);
      const texts = instants.map(([name, at]) => [name, new Date(at).toISOString()] as const);
      return Object.fromEntries(texts);
    },
  };
}

/**
 * JSON, stored unchanged.
 * @param must the requirement
 * @param fits true for a valid value
 * @param faultOf what is wrong with a value that does not fit, if it is known
 */
export function json(
  must: string,
  fits: (value: object) => boolean,
  faultOf?: (value: object) => string | undefined,
): CellType {
  return {
    requirement: must,
    fromText: parseJson,
    parse: (value) => {
      if (typeof value !== 'object' || value === null || !fits(value)) return undefined;
      return JSON.stringify(value);
    },
    fault: (value) => (typeof value === 'object' && value !== null ? faultOf?.(value) : undefined),
    present: (cell) => JSON.parse(String(cell)) as unknown,
  };
}

/**
 * Codes of other rows, stored as JSON and written in their order.
 * @param most how many there may be
 */
export function codes(most: number): CellType {
  const isCode = (value: unknown) => isStorable(value) && value.length > 0 && isAtMost(value, 128);
  return {
    ...json(
      `a JSON list of 1 to ${most} different codes`,
      (value) =>
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= most &&
        value.every(isCode) &&
        new Set(value).size === value.length,
    ),
    present: (cell) => (JSON.parse(String(cell)) as string[]).sort(),
  };
}

/** True for text that both databases can store: no NUL, no lone surrogate. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/** Counts characters, as the contract does, not UTF-16 code units. */
function isAtMost(value: string, length: number): boolean {
  return (
    value.length <= length || (value.length <= length * 2 && Array.from(value).length <= length)
  );
}
