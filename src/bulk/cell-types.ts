import { normalizeLicenseKey } from '../licenses/license-key.ts';
import { normalizeEmail } from '../licenses/license-user.ts';
import { parseJson } from './json-records.ts';

/** What a column of the database holds: times are milliseconds, truth values 0 or 1, JSON is text. */
export type Cell = string | number | null;

/** What may stand in a column of a file, and how it is kept. */
export interface CellType {
  /** Goes on after "must be". */
  readonly must: string;
  /** What a text in CSV stands for; what it returns still has to be parsed. */
  readonly fromText: (text: string) => unknown;
  /** @returns undefined where the value may not stand there */
  readonly parse: (value: unknown) => Cell | undefined;
  /** What JSON Lines show of it. */
  readonly present: (cell: Cell) => unknown;
}

const asItIs = <T>(value: T) => value;

export function text(minLength: number, maxLength: number): CellType {
  const length = minLength === 0 ? `at most ${maxLength}` : `${minLength} to ${maxLength}`;
  return {
    must: `a text of ${length} characters`,
    fromText: asItIs,
    parse: (value) =>
      isStorable(value) && value.length >= minLength && isAtMost(value, maxLength)
        ? value
        : undefined,
    present: asItIs,
  };
}

/** One of our form is kept in upper case. */
export const licenseKey: CellType = {
  ...text(1, 64),
  parse: (value) => {
    const key = text(1, 64).parse(value);
    return typeof key === 'string' ? normalizeLicenseKey(key) : undefined;
  },
};

const EMAIL = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;

/** Kept in lower case. */
export const email: CellType = {
  ...text(3, 320),
  must: 'an e-mail address',
  parse: (value) => {
    const address = text(3, 320).parse(value);
    const isAddress = typeof address === 'string' && EMAIL.test(address);
    return isAddress ? normalizeEmail(address) : undefined;
  },
};

export function integer(least: number, most: number): CellType {
  return {
    must: `a whole number from ${least} to ${most}`,
    fromText: (digits) => (/^\d{1,16}$/.test(digits) ? Number(digits) : undefined),
    parse: (value) =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
        ? Number(value)
        : undefined,
    present: asItIs,
  };
}

export const truth: CellType = {
  must: 'true or false',
  // Spreadsheets write them in capitals.
  fromText: (word) => ({ true: true, false: false })[word.toLowerCase()],
  parse: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  present: (cell) => cell === 1,
};

export function oneOf(...words: readonly string[]): CellType {
  return {
    must: `one of ${words.join(', ')}`,
    fromText: asItIs,
    parse: (value) => words.find((word) => word === value),
    present: asItIs,
  };
}

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/;

export const time: CellType = {
  must: 'a time in UTC such as 2027-01-31T00:00:00.000Z, or a date such as 2027-01-31',
  fromText: asItIs,
  parse: (value) => {
    if (typeof value !== 'string' || !ISO_TIME.test(value)) return undefined;
    const parsed = new Date(value);
    // JavaScript takes the 31st of February for the 3rd of March.
    const isReal =
      !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value.slice(0, 10));
    return isReal ? parsed.getTime() : undefined;
  },
  present: (cell) => new Date(Number(cell)).toISOString(),
};

/** JSON that is kept as it comes. @param fits what is known of its form */
export function json(must: string, fits: (value: object) => boolean): CellType {
  return {
    must,
    fromText: parseJson,
    parse: (value) => {
      if (typeof value !== 'object' || value === null || !fits(value)) return undefined;
      return JSON.stringify(value);
    },
    present: (cell) => JSON.parse(String(cell)) as unknown,
  };
}

/** What both databases can keep: no NUL, no half of a surrogate pair. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed();
}

/** In characters, as the contract counts them, not in UTF-16 units. */
function isAtMost(value: string, length: number): boolean {
  return (
    value.length <= length || (value.length <= length * 2 && Array.from(value).length <= length)
  );
}
