import { randomInt } from 'node:crypto';

/** Letters and digits, without those that people confuse. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new license key of 80 random bits: `XXXX-XXXX-XXXX-XXXX`. */
export function newLicenseKey(): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

const OURS = new RegExp(`^[${ALPHABET}]{4}(-[${ALPHABET}]{4}){3}$`);

/**
 * A license key as it is stored, without white space around it. A key in Latchkey's own form gets upper case, plain
 * hyphens and no white space inside, however it was typed or pasted. Keys of other forms keep their case.
 */
export function normalizeLicenseKey(text: string): string {
  const ours = text
    .replace(/\s/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toUpperCase();
  return OURS.test(ours) ? ours : text.trim();
}
