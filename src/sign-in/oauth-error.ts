import { type SignInCause, signInCauses } from '../rules/sign-in-causes.ts';

/** What an application is told of a sign-in that failed (RFC 6749, section 4.1.2.1). */
export interface ToldError {
  readonly error: 'access_denied' | 'server_error' | 'temporarily_unavailable';
  readonly error_description: string;
}

/** Causes that are about the person: another one may well be let in. */
const OF_THE_PERSON: readonly SignInCause[] = [
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

/**
 * The error for a cause. The description ends in the cause's own code, so that an application can tell them apart; what
 * the provider said is for people, and stays on the page.
 */
export function toldError(cause: SignInCause): ToldError {
  const description = `the sign-in was refused: ${cause}`;
  if (signInCauses[cause].status === 502) {
    return { error: 'temporarily_unavailable', error_description: description };
  }
  const error = OF_THE_PERSON.includes(cause) ? 'access_denied' : 'server_error';
  return { error, error_description: description };
}
