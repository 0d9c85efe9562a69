import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Purpose } from '../rules/key-schedule.ts';

/** A private JSON Web Key (RFC 7517). */
export type PrivateJwk = Record<string, string>;

const generate = promisify(generateKeyPair);

/** A random key id. */
export function newKid(): string {
  return randomBytes(8).toString('base64url');
}

/** Makes a key: PEM for `response`, a JWK with the id `kid` for `openid`, 32 bytes in base64url for the others. */
export async function newSecret(purpose: Purpose, kid: string): Promise<string> {
  if (purpose === 'cookies' || purpose === 'binding') return randomBytes(32).toString('base64url');
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  if (purpose === 'response') return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
}
