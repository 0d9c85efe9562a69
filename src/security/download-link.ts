import { createHmac, timingSafeEqual } from 'node:crypto';

/** The first bytes of the HMAC: 128 bits, so that links stay short. */
const SIGNATURE_BYTES = 16;
/** An id, the end in seconds since 1970 in base 36, and the signature. */
const LINK = /^(\d{1,16})\.([0-9a-z]{1,9})\.([\w-]{22})$/;

/**
 * Signs a link to a stored file.
 * @param key a secret of this installation
 * @returns a text for a URL, which tells nothing but the id of the file and the end of the link
 */
export function signLink(key: string, uploadId: number, expiresAt: Date): string {
  const named = `${uploadId}.${Math.floor(expiresAt.getTime() / 1_000).toString(36)}`;
  return `${named}.${signatureOf(key, named).toString('base64url')}`;
}

/**
 * Reads a link of `signLink`.
 * @param keys the keys that may have signed it
 * @returns undefined when none of them has, or the link has expired
 */
export function readLink(keys: readonly string[], link: string, now: Date): number | undefined {
  const [, uploadId = '', end = '', signature = ''] = LINK.exec(link) ?? [];
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== SIGNATURE_BYTES || given.toString('base64url') !== signature)
    return undefined;
  const named = `${uploadId}.${end}`;
  const isSigned = keys.some((key) => timingSafeEqual(signatureOf(key, named), given));
  if (!isSigned || parseInt(end, 36) * 1_000 <= now.getTime()) return undefined;
  return Number(uploadId);
}

/** The prefix keeps it apart from everything else that is signed with the key. */
function signatureOf(key: string, named: string): Buffer {
  const mac = createHmac('sha256', key).update(`latchkey download\n${named}`).digest();
  return mac.subarray(0, SIGNATURE_BYTES);
}
