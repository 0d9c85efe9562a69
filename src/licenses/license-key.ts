import { randomInt } from 'node:crypto';

/** Without the characters that people mistake for others. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new license key, `XXXX-XXXX-XXXX-XXXX`: 80 random bits, which nobody guesses. */
export function newLicenseKey(): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
