import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(sign);

/** Signs with RSA-SHA256 and PKCS #1 v1.5 padding (RFC 8017, section 8.2). @returns the signature in Base64 */
export async function signBytes(key: KeyObject, bytes: Buffer): Promise<string> {
  return (await signAsync('sha256', bytes, key)).toString('base64');
}

const cache = new WeakMap<KeyObject, Map<string, Promise<string>>>();

/** Like `signBytes`, but caches the signature for each key. Use it for the few bodies that are sent again and again. */
export function signOnce(key: KeyObject, bytes: Buffer): Promise<string> {
  const signatures = cache.get(key) ?? new Map<string, Promise<string>>();
  cache.set(key, signatures);
  const body = bytes.toString();
  const signature = signatures.get(body) ?? signBytes(key, bytes);
  signatures.set(body, signature);
  return signature;
}

/**
 * Makes the `license_signature` of a response.
 * @param name the license key, or the license user's e-mail address
 * @param validityPeriod ISO 8601 in UTC with milliseconds, or null
 */
export async function signLicense(
  key: KeyObject,
  hardwareId: string,
  name: string,
  validityPeriod: string | null,
): Promise<string> {
  const text = `${hardwareId}#${name}#${validityPeriod ?? ''}`.toLowerCase();
  return signBytes(key, Buffer.from(text));
}

/** The public half of a key in PEM, which applications verify responses with. */
export function publicKeyPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
