import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(sign);

/** RSA-SHA256 with PKCS #1 v1.5 padding, in Base64: what both response signatures use. */
export async function signBytes(key: KeyObject, bytes: Buffer): Promise<string> {
  return (await signAsync('sha256', bytes, key)).toString('base64');
}

const kept = new WeakMap<KeyObject, Map<string, Promise<string>>>();

/** `signBytes` for one of the few bodies that are sent again and again: signed once with each key. */
export function signOnce(key: KeyObject, bytes: Buffer): Promise<string> {
  const signatures = kept.get(key) ?? new Map<string, Promise<string>>();
  kept.set(key, signatures);
  const body = bytes.toString();
  const signature = signatures.get(body) ?? signBytes(key, bytes);
  signatures.set(body, signature);
  return signature;
}

/**
 * `license_signature`, the first of the response signatures.
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

/** The public half in PEM, as applications carry it to verify our answers. */
export function publicKeyPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
