import { boolean, nullable, text, type Values } from './fields.ts';

/** The stored fields of a license user. Texts are empty when unset. */
export const licenseUserFields = {
  /** In lower case. */
  email: text,
  first_name: text,
  last_name: text,
  phone_number: text,
  enabled: boolean,
  /** True when they came by a trial, so that nobody has checked the address: the password opens their trials only. */
  self_registered: boolean,
  /** True when somebody else chose the password: to be changed at the next sign-in on our page. */
  is_initial_password: boolean,
  /** argon2id, in PHC form; null for users who have no password here. */
  password_hash: nullable(text),
};

/** A person who may hold licenses. */
export interface LicenseUser extends Values<typeof licenseUserFields> {
  readonly id: number;
}

/** The maximum length of an e-mail address in characters (RFC 5321, section 4.5.3.1). */
export const LONGEST_EMAIL = 320;

/** E-mail addresses are compared without regard to the case of ASCII letters (docs/pages/decisions.md#case-of-e-mail-addresses). */
export function normalizeEmail(email: string): string {
  // Only ASCII: other case folding would map two mailboxes to one address (a Kelvin sign would become a k).
  return email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export const SUBJECT_PREFIX = 'license-user:';

/** The `sub` of a license user who signs in with a password at Latchkey. */
export function subjectOf({ id }: Pick<LicenseUser, 'id'>): string {
  return SUBJECT_PREFIX + String(id);
}
