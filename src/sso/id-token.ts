import { createHash } from 'node:crypto';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { ApiError } from '../rules/errors.ts';

/** The claims of a valid ID token. */
export interface IdTokenClaims {
  /** The ID of the identity. */
  readonly sub: string;
  /** The sealed binding. */
  readonly nonce: unknown;
  /** The hash of the access token that was issued with it, which identifies the sign-in (OpenID Connect Core, section 3.2.2.10). */
  readonly atHash: string;
  readonly expiresAt: Date;
}

/** The maximum length of a token in characters. Ours are shorter. */
const MAX_LENGTH = 8_192;

/**
 * Validates an ID token of our issuer: signature, then every claim (OpenID Connect Core, section 3.2.2.11). URLs in its
 * header are ignored.
 * @param expected.keys our public keys
 * @param expected.audience the OpenID client of the customer account
 * @throws ApiError sso_token_expired, sso_token_invalid
 */
export async function verifyIdToken(
  token: string,
  expected: { keys: JWTVerifyGetKey; issuer: string; audience: string; now: Date },
): Promise<IdTokenClaims> {
  if (token.length > MAX_LENGTH) throw invalidToken('too long');
  if (!token.split('.').every(isCanonical)) throw invalidToken('not canonical base64url');
  const verified = await jwtVerify(token, expected.keys, {
    algorithms: ['RS256'],
    issuer: expected.issuer,
    audience: expected.audience,
    requiredClaims: ['iat', 'exp', 'sub', 'nonce', 'at_hash'],
    currentDate: expected.now,
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired) throw expiredToken(error.payload.sub);
    throw invalidToken(error instanceof Error ? error.message : 'unreadable');
  });
  const { typ }: { typ?: unknown } = verified.protectedHeader;
  const { aud, azp, sub, nonce, iat, exp, at_hash: atHash } = verified.payload;
  // jose does not check these: the type, a single audience, the authorized party, an issue time in the future.
  const isJwt = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT');
  if (!isJwt) throw invalidToken('another typ');
  if (Array.isArray(aud)) throw invalidToken('several audiences');
  if (azp !== undefined && azp !== expected.audience) throw invalidToken('foreign azp');
  if (Number(iat) * 1_000 > expected.now.getTime() + 60_000) throw invalidToken('iat ahead');
  if (typeof sub !== 'string' || typeof atHash !== 'string') throw invalidToken('sub or at_hash');
  return { sub, nonce, atHash, expiresAt: new Date(Number(exp) * 1_000) };
}

/** jose ignores padding, white space and unused bits, so one token would have many spellings. */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

/** `at_hash` of an access token under RS256: the left half of its SHA-256, base64url. */
export function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

/** @param detail for the log only */
export function invalidToken(detail: string): ApiError {
  return new ApiError(
    'sso_token_invalid',
    'The token is not valid here. Let the user sign in again, with the same API key, product and customer account.',
    { detail },
  );
}

/** @param identity the ID of the token's identity, for the audit log */
export function expiredToken(identity: unknown): ApiError {
  return new ApiError('sso_token_expired', 'The token has expired. Let the user sign in again.', {
    audit: { detail: { identity } },
  });
}
