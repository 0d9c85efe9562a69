/**
 * Who can remove a cause: the user, the IT department of the company (at its identity provider), or the vendor (in
 * Latchkey).
 */
export type WhoActs = 'person' | 'company_it' | 'vendor';

interface CauseFacts {
  /** The HTTP status of the page. */
  readonly status: 403 | 502;
  readonly acts: WhoActs;
}

/**
 * All causes for which a sign-in can be refused once the customer account is known. The code is in the audit log, in
 * the log and in the metrics (as outcome). The page has two texts for each: `refused.<cause>.reason` and
 * `refused.<cause>.next` (`pages/texts`).
 */
export const signInCauses = {
  // The provider does not respond, or reports a failure of its own.
  provider_unreachable: { status: 502, acts: 'company_it' },
  provider_trouble: { status: 502, acts: 'company_it' },
  /** Its discovery document (`/.well-known/openid-configuration`) is invalid. */
  discovery_invalid: { status: 403, acts: 'vendor' },

  // The provider refuses the user.
  /** The user cancelled, or has no permission: RFC 6749 has one code for both. */
  access_denied: { status: 403, acts: 'person' },
  person_not_assigned: { status: 403, acts: 'company_it' },
  consent_missing: { status: 403, acts: 'company_it' },
  interaction_required: { status: 403, acts: 'person' },

  // The provider refuses Latchkey: its client is registered with other settings than here.
  client_secret_refused: { status: 403, acts: 'vendor' },
  client_secret_expired: { status: 403, acts: 'company_it' },
  client_not_allowed: { status: 403, acts: 'company_it' },
  scope_refused: { status: 403, acts: 'company_it' },
  redirect_uri_refused: { status: 403, acts: 'company_it' },
  par_required: { status: 403, acts: 'company_it' },
  request_object_required: { status: 403, acts: 'company_it' },
  response_type_refused: { status: 403, acts: 'company_it' },
  /** Any other error of RFC 6749 or of the provider's own. */
  request_refused: { status: 403, acts: 'company_it' },
  code_refused: { status: 403, acts: 'person' },

  // The response of the provider is invalid.
  answer_invalid: { status: 403, acts: 'company_it' },
  answer_issuer: { status: 403, acts: 'vendor' },
  id_token_missing: { status: 403, acts: 'company_it' },
  id_token_encrypted: { status: 403, acts: 'company_it' },
  id_token_algorithm: { status: 403, acts: 'company_it' },
  id_token_key: { status: 403, acts: 'company_it' },
  id_token_signature: { status: 403, acts: 'company_it' },
  id_token_issuer: { status: 403, acts: 'vendor' },
  id_token_audience: { status: 403, acts: 'vendor' },
  id_token_nonce: { status: 403, acts: 'person' },
  id_token_times: { status: 403, acts: 'company_it' },
  id_token_claims: { status: 403, acts: 'company_it' },
  userinfo_invalid: { status: 403, acts: 'company_it' },

  // The response of the provider is valid but not sufficient.
  /** The ID token has no `sub`. */
  subject_missing: { status: 403, acts: 'company_it' },
  email_missing: { status: 403, acts: 'company_it' },
  email_declined: { status: 403, acts: 'person' },
  email_not_verified: { status: 403, acts: 'company_it' },
  email_verification_unstated: { status: 403, acts: 'vendor' },
  required_claim_missing: { status: 403, acts: 'company_it' },
  required_claim_different: { status: 403, acts: 'company_it' },

  // Latchkey refuses the user.
  person_disabled: { status: 403, acts: 'vendor' },
} as const satisfies Record<string, CauseFacts>;

export type SignInCause = keyof typeof signInCauses;
