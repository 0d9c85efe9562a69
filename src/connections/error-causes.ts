import type { SignInCause } from '../rules/sign-in-causes.ts';

/** The causes of error codes in RFC 6749 (4.1.2.1, 5.2), OpenID Connect Core (3.1.2.6) and RFC 9126. */
const CODES: Readonly<Record<string, SignInCause>> = {
  access_denied: 'access_denied',
  server_error: 'provider_trouble',
  temporarily_unavailable: 'provider_trouble',
  consent_required: 'consent_missing',
  interaction_required: 'interaction_required',
  login_required: 'interaction_required',
  account_selection_required: 'interaction_required',
  invalid_scope: 'scope_refused',
  unauthorized_client: 'client_not_allowed',
  invalid_client: 'client_secret_refused',
  unsupported_response_type: 'response_type_refused',
  unsupported_response_mode: 'response_type_refused',
  redirect_uri_mismatch: 'redirect_uri_refused',
  invalid_redirect_uri: 'redirect_uri_refused',
  invalid_grant: 'code_refused',
  // Sent by glewlwyd.
  invalid_code: 'code_refused',
};

/**
 * Causes by a part of `error_description`, in lower case. Some providers use one error code for many reasons and describe
 * the reason there. Microsoft's numbers: learn.microsoft.com, "Microsoft Entra authentication and authorization error
 * codes".
 */
const DESCRIPTIONS: readonly (readonly [text: string, cause: SignInCause])[] = [
  ['aadsts50105', 'person_not_assigned'],
  // Sent by Okta.
  ['not assigned to the client application', 'person_not_assigned'],
  ['aadsts65001', 'consent_missing'],
  ['aadsts90094', 'consent_missing'],
  ['aadsts7000222', 'client_secret_expired'],
  ['aadsts7000215', 'client_secret_refused'],
  ['aadsts700016', 'client_not_allowed'],
  ['aadsts50011', 'redirect_uri_refused'],
  ['aadsts70011', 'scope_refused'],
];

/** Causes of `invalid_request`, by a part of `error_description`. */
const INVALID_REQUESTS: readonly (readonly [text: string, cause: SignInCause])[] = [
  ['pushed authorization request', 'par_required'],
  ['par is required', 'par_required'],
  ['request object', 'request_object_required'],
  ['redirect_uri', 'redirect_uri_refused'],
  ['redirect uri', 'redirect_uri_refused'],
  ['response_type', 'response_type_refused'],
  ['response_mode', 'response_type_refused'],
];

/** The cause of an error response of the authorization endpoint (RFC 6749, section 4.1.2.1). */
export function causeOfAuthorizationError(error: string, description: string): SignInCause {
  return causeOf(error, description);
}

/** The cause of an error response of the token endpoint (RFC 6749, section 5.2). */
export function causeOfTokenError(error: string, description: string): SignInCause {
  // It means that the client may not use this grant, but glewlwyd also sends it for a wrong secret.
  if (error === 'unauthorized_client' && description === '') return 'client_secret_refused';
  return causeOf(error, description);
}

function causeOf(error: string, description: string): SignInCause {
  const lower = description.toLowerCase();
  const find = (list: typeof DESCRIPTIONS) => list.find(([text]) => lower.includes(text))?.[1];
  const exact = find(DESCRIPTIONS);
  if (exact !== undefined) return exact;
  if (error === 'invalid_request') return find(INVALID_REQUESTS) ?? 'request_refused';
  return Object.hasOwn(CODES, error) ? (CODES[error] ?? 'request_refused') : 'request_refused';
}
