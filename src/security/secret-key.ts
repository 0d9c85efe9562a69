import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** Bytes of a secret key. */
const LENGTH = 32;

/** Makes a secret key in the format of LATCHKEY_SECRET_KEY. */
export function newSecretKey(): string {
  return randomBytes(LENGTH).toString('base64url');
}

/**
 * Parses secret keys: 32 bytes each in Base64, base64url or hex, separated by commas.
 * @returns key objects, as those print nothing of the key; undefined when one of the keys is not valid
 */
export function parseSecretKeys(text: string): KeyObject[] | undefined {
  const keys = text.split(',').map((part) => decode(part.trim()));
  if (keys.some((key) => key.length !== LENGTH)) return undefined;
  return keys.map((key) => createSecretKey(key));
}

function decode(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // Node.js decodes both alphabets, but ignores other characters. So those are refused here.
  return Buffer.from(/^[\w+/-]{43}=?$/.test(text) ? text : '', 'base64');
}
