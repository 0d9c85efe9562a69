import { EncryptJWT, errors, jwtDecrypt } from 'jose';

/**
 * What a sign-in is bound to. It travels sealed in the `nonce` of the authorization request, and from there in
 * the id token, the access token and the code: each of them works only where the sign-in URL was asked for.
 */
export interface Binding {
  readonly apiKeyId: number;
  readonly productId: number;
  readonly customerAccountId: number;
  readonly redirectUri: string;
  /** Whether the application named the redirect URI; it must then name it again (RFC 6749, section 4.1.3). */
  readonly redirectUriGiven: boolean;
  /** A PKCE challenge, S256 (RFC 7636). */
  readonly codeChallenge: string | null;
  /** `response_type` of the authorization request. */
  readonly responseType: string;
}

/** Milliseconds in which a sign-in URL must be opened. */
export const SIGN_IN_URL_LIFETIME = 30 * 60_000;

/** @param key.key 32 bytes @returns a compact JWE (RFC 7516), which only this installation can read or make */
export async function sealBinding(
  { kid, key }: { kid: string; key: Uint8Array },
  binding: Binding,
  now: Date,
): Promise<string> {
  return new EncryptJWT({ b: binding })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
    .setIssuedAt(now)
    .encrypt(key);
}

/**
 * @param findKey finds a key of ours by its name
 * @returns what was sealed and when, or undefined for anything else
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
