import type { SignInCause } from '../rules/sign-in-causes.ts';
import type { Claims } from './claims.ts';

/** Seconds by which the clocks of providers may differ from ours. */
export const CLOCK_TOLERANCE = 300;
/** Characters (OpenID Connect Core, section 2). */
const LONGEST_SUB = 255;

/**
 * What openid-client leaves open of an id token (OpenID Connect Core, section 3.1.3.7).
 * @param claims whose signature, issuer, audience, nonce and end were checked
 * @returns what is wrong; undefined where nothing is
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
  // Steps 4 and 5: also where the audience is one.
  if (azp !== undefined && azp !== clientId) {
    return { cause: 'id_token_audience', message: 'azp of its id token names another client' };
  }
  const isAhead = typeof iat === 'number' && iat * 1_000 > now.getTime() + CLOCK_TOLERANCE * 1_000;
  if (isAhead) {
    return {
      cause: 'id_token_times',
      message: 'its id token was made more than 5 minutes ahead of the clock here',
    };
  }
  return undefined;
}
