import { createCipheriv, randomBytes } from 'node:crypto';
import { errors, jwtDecrypt } from 'jose';

/**
 * What the result of a sign-in is valid for. It is sealed in the `nonce` of the authorization request, and from there
 * in the ID token, the access token and the code. Each of them works only for the credential, product, customer account
 * and redirect URI of its sign-in URL.
 */
export interface Binding {
  /** The name of the credential that the sign-in URL was requested with. */
  readonly credential: string;
  /** null for a bundle. */
  readonly productId: number | null;
  /** null or missing for a product. */
  readonly bundleId?: number | null;
  readonly customerAccountId: number;
  readonly redirectUri: string;
  /**
   * True when the application sent `redirect_uri`; it must then send it again with the code (RFC 6749, section 4.1.3).
   */
  readonly redirectUriGiven: boolean;
  /** A PKCE challenge, S256 (RFC 7636). */
  readonly codeChallenge: string | null;
  /** `response_type` of the authorization request. */
  readonly responseType: string;
}

/** Milliseconds for which a sign-in URL is valid. */
export const SIGN_IN_URL_LIFETIME = 30 * 60_000;

/** Bytes of an initialization vector (RFC 7518, section 5.3). */
const IV_LENGTH = 12;

/**
 * Encrypts a binding. jose would encrypt it in another thread, which takes longer than the encryption.
 * @param key.key 32 bytes
 * @returns a compact JWE (RFC 7516), which only this installation can read or create
 */
export function sealBinding(
  { kid, key }: { kid: string; key: Uint8Array },
  binding: Binding,
  now: Date,
): string {
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid }));
  const claims = JSON.stringify({ b: binding, iat: Math.floor(now.getTime() / 1_000) });
  const iv = randomBytes(IV_LENGTH);
  const encoded = header.toString('base64url');
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(encoded));
  const ciphertext = Buffer.concat([cipher.update(claims, 'utf8'), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  // The second part is the encrypted key, which there is none of (section 7.1).
  return [encoded, '', ...parts].join('.');
}

/**
 * Decrypts a binding.
 * @param findKey returns the key with an ID, or undefined
 * @returns the binding and the time when it was sealed; undefined when it was not sealed here, or is damaged
 */
export async function openBinding(
  findKey: (kid: string) => Promise<Uint8Array | undefined>,
  sealed: unknown,
): Promise<{ binding: Binding; sealedAt: Date } | undefined> {
  if (typeof sealed !== 'string') return undefined;
  try {
    const { payload } = await jwtDecrypt(sealed, ({ kid }) => keyOf(kid), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return { binding: payload['b'] as Binding, sealedAt: new Date((payload.iat ?? 0) * 1_000) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }

  async function keyOf(kid: unknown): Promise<Uint8Array> {
    const key = typeof kid === 'string' ? await findKey(kid) : undefined;
    if (key === undefined) throw new errors.JOSEError('no such key');
    return key;
  }
}
