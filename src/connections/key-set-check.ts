import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { failed, passed, type ProviderCheck } from './provider-check.ts';

/** The minimum size of an RSA key in bits: jose accepts no smaller one (RFC 7518, section 3.3). */
const MIN_RSA = 2_048;

/** Checks that a key set (RFC 7517, section 5) has a key that can verify ID tokens. */
export function checkKeySet(keySet: Record<string, unknown>, url: URL): ProviderCheck {
  const keys: unknown[] = Array.isArray(keySet['keys']) ? keySet['keys'] : [];
  const usable = keys.filter(isUsableKey).length;
  if (usable > 0) return passed('keys', `${url.href} has ${usable} usable signing key(s).`);
  return failed('keys', `${url.href} has ${keys.length} keys, none of them usable.`, {
    cure: `Ask the company to publish a signing key: RSA with at least ${MIN_RSA} bits, elliptic curve or Ed25519.`,
    acts: 'company_it',
  });
}

function isUsableKey(key: unknown): boolean {
  const { use = 'sig', alg } = (key ?? {}) as JsonWebKey & { use?: unknown; alg?: unknown };
  if (use !== 'sig') return false;
  if (alg !== undefined && !(ID_TOKEN_ALGORITHMS as unknown[]).includes(alg)) return false;
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({
      key: key as JsonWebKey,
      format: 'jwk',
    });
    return type === 'rsa'
      ? (details?.modulusLength ?? 0) >= MIN_RSA
      : type === 'ec' || type === 'ed25519';
  } catch {
    return false;
  }
}
