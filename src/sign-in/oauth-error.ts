import { type SignInCause, signInCauses } from '../rules/sign-in-causes.ts';

/** The error response to the application (RFC 6749, section 4.1.2.1). */
export interface OAuthError {
  readonly error: 'access_denied' | 'server_error' | 'temporarily_unavailable';
  readonly error_description: string;
}

/** Causes that are about the user. */
const USER_CAUSES: readonly SignInCause[] = [
  'access_denied',
  'person_not_assigned',
  'consent_missing',
  'interaction_required',
  'email_missing',
  'email_declined',
  'email_not_verified',
  'email_verification_unstated',
  'required_claim_missing',
  'required_claim_different',
  'person_disabled',
];

/** The error for a cause (docs/pages/decisions.md#causes-of-refused-sign-ins). */
export function oauthErrorOf(cause: SignInCause): OAuthError {
  const description = `the sign-in was refused: ${cause}`;
  if (signInCauses[cause].status === 502) {
    return { error: 'temporarily_unavailable', error_description: description };
  }
  const error = USER_CAUSES.includes(cause) ? 'access_denied' : 'server_error';
  return { error, error_description: description };
}
