import type { SignInCause } from '../rules/sign-in-causes.ts';

/** The codes of RFC 6749 (4.1.2.1, 5.2), OpenID Connect Core (3.1.2.6) and RFC 9126 that stand for one cause. */
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
  // glewlwyd.
  invalid_code: 'code_refused',
};

/**
 * Some say one code for much, and the reason in the description. First what is said more exactly; texts in small
 * letters. Microsoft numbers its reasons (learn.microsoft.com, "Microsoft Entra authentication and authorization error
 * codes").
 */
const DESCRIPTIONS: readonly (readonly [text: string, cause: SignInCause])[] = [
  ['aadsts50105', 'person_not_assigned'],
  // Okta.
  ['not assigned to the client application', 'person_not_assigned'],
  ['aadsts65001', 'consent_missing'],
  ['aadsts90094', 'consent_missing'],
  ['aadsts7000222', 'client_secret_expired'],
  ['aadsts7000215', 'client_secret_refused'],
  ['aadsts700016', 'client_not_allowed'],
  ['aadsts50011', 'redirect_uri_refused'],
  ['aadsts70011', 'scope_refused'],
];

/** What `invalid_request` can be about; a provider has words of its own for each. */
const INVALID_REQUESTS: readonly (readonly [text: string, cause: SignInCause])[] = [
  ['pushed authorization request', 'par_required'],
  ['par is required', 'par_required'],
  ['request object', 'request_object_required'],
  ['redirect_uri', 'redirect_uri_refused'],
  ['redirect uri', 'redirect_uri_refused'],
  ['response_type', 'response_type_refused'],
  ['response_mode', 'response_type_refused'],
];

/** The cause that an error in the callback stands for. */
export function causeOfAuthorizationError(error: string, description: string): SignInCause {
  return causeOf(error, description);
}

/** The cause that an error of the token endpoint stands for. */
export function causeOfTokenError(error: string, description: string): SignInCause {
  // RFC 6749, section 5.2: the client may not use this grant. Some mean a wrong secret by it (glewlwyd).
  if (error === 'unauthorized_client' && description === '') return 'client_secret_refused';
  return causeOf(error, description);
}

function causeOf(error: string, description: string): SignInCause {
  const said = description.toLowerCase();
  const find = (list: typeof DESCRIPTIONS) => list.find(([text]) => said.includes(text))?.[1];
  const exact = find(DESCRIPTIONS);
  if (exact !== undefined) return exact;
  if (error === 'invalid_request') return find(INVALID_REQUESTS) ?? 'request_refused';
  return Object.hasOwn(CODES, error) ? (CODES[error] ?? 'request_refused') : 'request_refused';
}
