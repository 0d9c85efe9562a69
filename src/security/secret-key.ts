import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** Bytes of a secret key. */
const LENGTH = 32;

/** A new secret key, as `LATCHKEY_SECRET_KEY` takes it. */
export function newSecretKey(): string {
  return randomBytes(LENGTH).toString('base64url');
}

/**
 * Reads secret keys: 32 bytes each in Base64, base64url or hex, with commas between them. As key objects, which
 * show nothing of themselves wherever they are printed.
 * @returns undefined where one of them is anything else
 */
export function parseSecretKeys(text: string): KeyObject[] | undefined {
  const keys = text.split(',').map((part) => decode(part.trim()));
  if (keys.some((key) => key.length !== LENGTH)) return undefined;
  return keys.map((key) => createSecretKey(key));
}

function decode(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // Node reads both alphabets, and reads over whatever is in neither.
  return Buffer.from(/^[\w+/-]{43}=?$/.test(text) ? text : '', 'base64');
}
