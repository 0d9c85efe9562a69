import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { ID_TOKEN_ALGORITHMS } from './algorithms.ts';
import { failed, passed, type ProviderCheck } from './provider-check.ts';

/** Bits; jose takes no smaller RSA key (RFC 7518, section 3.3). */
const MIN_RSA = 2_048;

/** Whether a key set (RFC 7517, section 5) has a key that signs id tokens. */
export function checkKeySet(keySet: Record<string, unknown>, url: URL): ProviderCheck {
  const keys: unknown[] = Array.isArray(keySet['keys']) ? keySet['keys'] : [];
  const usable = keys.filter(signsIdTokens).length;
  if (usable > 0) return passed('keys', `${url.href} has ${usable} of use.`);
  return failed('keys', `${url.href} has ${keys.length} keys, and none of use.`, {
    cure: `Let the provider publish a signing key: RSA with at least ${MIN_RSA} bits, elliptic curve or Ed25519.`,
    acts: 'company_it',
  });
}

function signsIdTokens(key: unknown): boolean {
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
