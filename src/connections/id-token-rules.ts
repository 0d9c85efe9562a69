import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Claims } from './claims.ts';

/** Seconds by which a provider's clock may differ from ours. */
export const CLOCK_TOLERANCE = 300;
/** The maximum length of `sub`, in characters (OpenID Connect Core, section 2). */
const LONGEST_SUB = 255;

/**
 * Validates the claims of an ID token that openid-client does not check (OpenID Connect Core, section 3.1.3.7).
 * @param claims of a token whose signature, issuer, audience, nonce and expiry were checked
 * @returns undefined when the claims are valid
 */
export function idTokenFault(
  claims: Claims,
  clientId: string,
  now: Date,
): { readonly cause: SignInCause; readonly message: string } | undefined {
  const { sub, azp, iat } = claims;
  if (typeof sub === 'string' && sub.length > LONGEST_SUB) {
    return { cause: 'id_token_claims', message: 'the sub of its id token is too long' };
  }
  // Steps 4 and 5, also for a single audience.
  if (azp !== undefined && azp !== clientId) {
    return { cause: 'id_token_audience', message: 'azp of its id token names another client' };
  }
  const isAhead = typeof iat === 'number' && iat * 1_000 > now.getTime() + CLOCK_TOLERANCE * 1_000;
  if (isAhead) {
    return {
      cause: 'id_token_times',
      message: 'its id token was issued more than 5 minutes in the future',
    };
  }
  return undefined;
}
