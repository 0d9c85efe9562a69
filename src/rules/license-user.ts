import { boolean, nullable, text, type Values } from './fields.ts';

/** What is kept of a license user. Texts are empty when unset. */
export const licenseUserFields = {
  /** In lower case. */
  email: text,
  first_name: text,
  last_name: text,
  phone_number: text,
  enabled: boolean,
  /** True when somebody else chose the password: to be changed at the next sign-in on our page. */
  is_initial_password: boolean,
  /** argon2id, in PHC form; null for people who only ever sign in with their company. */
  password_hash: nullable(text),
};

/** A person who may hold licenses. */
export interface LicenseUser extends Values<typeof licenseUserFields> {
  readonly id: number;
}

/** Characters; a longer address nobody has (RFC 5321, section 4.5.3.1). */
export const LONGEST_EMAIL = 320;

/** E-mail addresses are compared without regard to the case of ASCII letters (docs/pages/decisions.md#case-of-e-mail-addresses). */
export function normalizeEmail(email: string): string {
  // ASCII alone: other folding makes one address of two mailboxes (a Kelvin sign would become a k).
  return email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export const SUBJECT_PREFIX = 'license-user:';

/** What connections call a person who signs in with a password that we keep. */
export function subjectOf({ id }: Pick<LicenseUser, 'id'>): string {
  return SUBJECT_PREFIX + String(id);
}
