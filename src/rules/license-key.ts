import { randomInt } from 'node:crypto';

/** Without the characters that people mistake for others. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new license key, `XXXX-XXXX-XXXX-XXXX`: 80 random bits, which nobody guesses. */
export function newLicenseKey(): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

const OURS = new RegExp(`^[${ALPHABET}]{4}(-[${ALPHABET}]{4}){3}$`);

/**
 * A license key as it is kept: without white space around it, and one of our form in upper case with plain hyphens and
 * no white space inside, however it was typed or pasted. Keys of another form keep their case.
 */
export function normalizeLicenseKey(text: string): string {
  const ours = text
    .replace(/\s/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toUpperCase();
  return OURS.test(ours) ? ours : text.trim();
}
