import { LONGEST_EMAIL, normalizeEmail } from '../rules/license-user.ts';

/**
 * A text that anybody may have sent, as it is kept: no longer than that, without what PostgreSQL stores in no text.
 * @param longest characters; an index of PostgreSQL takes 2,704 bytes
 */
export function keptText(text: string | null | undefined, longest: number): string | null {
  if (text === undefined || text === null) return null;
  return text.slice(0, longest).replaceAll('\0', '').toWellFormed();
}

/** Characters of one text among details, and how many things of one list are kept. */
const LONGEST_TEXT = 512;
const LONGEST_LIST = 100;

/** Details as they are kept: as JSON, whose texts and lists are no longer than that. */
export function keptDetail(detail: Record<string, unknown>): string {
  return JSON.stringify(detail, (_name, value: unknown) => {
    if (typeof value === 'string') return keptText(value, LONGEST_TEXT);
    return Array.isArray(value) ? value.slice(0, LONGEST_LIST) : value;
  });
}

/** An e-mail address as it is kept, however it was sent. */
export function keptEmail(email: string): string {
  return keptText(normalizeEmail(email.trim()), LONGEST_EMAIL) ?? '';
}
