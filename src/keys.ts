import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { readOrCreate } from './read-or-create.ts';
import { publicKeyPem } from './response-signature.ts';

/** A private JSON Web Key (RFC 7517). */
export type PrivateJwk = Record<string, string>;

/** The secrets of this installation. */
export interface Keys {
  /** Signs the answers of the License API. */
  readonly response: KeyObject;
  /** The public half of it in PEM, as applications carry it. */
  readonly responsePublic: string;
  /** Signs the id tokens. */
  readonly openid: PrivateJwk;
  /** Finds the public half of it for a token. */
  readonly openidPublic: JWTVerifyGetKey;
  /** Signs the cookies of the sign-in pages. */
  readonly cookies: string;
  /** Seals what a sign-in is bound to: 32 bytes. */
  readonly sealing: Uint8Array;
}

/** Reads the secrets of a data directory, and makes those that are missing: readable by their owner alone. */
export function loadKeys(dataDir: string): Keys {
  const pem = readOrCreate(join(dataDir, 'response-key.pem'), () =>
    newRsaKey().export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const jwk = readOrCreate(join(dataDir, 'openid-key.json'), () =>
    JSON.stringify({
      ...newRsaKey().export({ format: 'jwk' }),
      kid: randomBytes(8).toString('base64url'),
      use: 'sig',
      alg: 'RS256',
    }),
  );
  const secrets = JSON.parse(
    readOrCreate(join(dataDir, 'secrets.json'), () =>
      JSON.stringify({
        cookies: randomBytes(32).toString('base64url'),
        sealing: randomBytes(32).toString('base64url'),
      }),
    ),
  ) as { cookies: string; sealing: string };
  const response = createPrivateKey(pem);
  const openid = JSON.parse(jwk) as PrivateJwk;
  const { kty = '', n = '', e = '', kid = '' } = openid;
  return {
    response,
    responsePublic: publicKeyPem(response),
    openid,
    openidPublic: createLocalJWKSet({ keys: [{ kty, n, e, kid, use: 'sig', alg: 'RS256' }] }),
    cookies: secrets.cookies,
    sealing: Buffer.from(secrets.sealing, 'base64url'),
  };
}

function newRsaKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
