import { LONGEST_EMAIL, normalizeEmail } from '../rules/license-user.ts';

/**
 * Makes a text from a client storable: cuts it, and removes what PostgreSQL's `text` cannot hold (NUL, lone surrogates).
 * @param longest in characters; PostgreSQL indexes 2,704 bytes at most
 */
export function storableText(text: string | null | undefined, longest: number): string | null {
  if (text === undefined || text === null) return null;
  return text.slice(0, longest).replaceAll('\0', '').toWellFormed();
}

/** How many characters of a text in `detail` are stored, and how many items of a list. */
const LONGEST_TEXT = 512;
const LONGEST_LIST = 100;

/** The JSON of an audit entry's details, with its texts and lists cut. */
export function storableDetail(detail: Record<string, unknown>): string {
  return JSON.stringify(detail, (_name, value: unknown) => {
    if (typeof value === 'string') return storableText(value, LONGEST_TEXT);
    return Array.isArray(value) ? value.slice(0, LONGEST_LIST) : value;
  });
}

/** An e-mail address without spaces around it, in lower case, and cut. */
export function storableEmail(email: string): string {
  return storableText(normalizeEmail(email.trim()), LONGEST_EMAIL) ?? '';
}
