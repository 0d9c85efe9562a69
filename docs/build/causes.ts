import { type SignInCause, signInCauses, type WhoActs } from '../../src/rules/sign-in-causes.ts';

const actors: Record<WhoActs, string> = {
  person: 'the person',
  company_it: "the company's IT",
  vendor: 'you',
};

/** The meaning of each cause and its cure, for the vendor. */
const meanings: Record<SignInCause, string> = {
  provider_unreachable:
    'The provider did not respond, or not with OpenID Connect. Run `connection test`, and ask the company whether it is up.',
  provider_trouble:
    'The provider reports a failure of its own: `server_error`, or a status of 5xx. Try again later.',
  discovery_invalid:
    'The discovery document names another issuer or lacks an endpoint. Correct the issuer; `connection test` says how.',
  access_denied: 'The user cancelled, or the provider refuses the user.',
  person_not_assigned:
    'The user is not assigned to the application (`AADSTS50105`, Okta). Assign the user there.',
  consent_missing:
    'The application has no consent (`AADSTS65001`). An administrator of the company grants it.',
  interaction_required: 'The user must do something at the provider first.',
  client_secret_refused: 'The client ID or the client secret is wrong. Set them again.',
  client_secret_expired:
    'The client secret has expired (`AADSTS7000222`). Ask the company for a new one, and set it.',
  client_not_allowed:
    'The provider does not know the client, or does not allow it the authorization code grant.',
  scope_refused:
    'The client may not request the scopes. Allow `openid` and `email`, and the other scopes of the connection.',
  redirect_uri_refused: 'The redirect URI of Latchkey is not registered. `account show` prints it.',
  par_required:
    'The provider requires pushed authorization requests, which are not supported. Switch them off for the client.',
  request_object_required:
    'The provider requires signed request objects, which are not supported. Switch them off for the client.',
  response_type_refused: 'The provider refuses the response type `code`, or the response mode.',
  request_refused:
    'The provider refused the request for another reason. The audit entry has its error.',
  code_refused: 'The provider refused its own code: it was used, or has expired. Try again.',
  answer_invalid: 'The response is not valid OpenID Connect.',
  answer_issuer: 'The response names another issuer than the connection (RFC 9207).',
  id_token_missing: 'The response has no ID token. Register the client for OpenID Connect.',
  id_token_encrypted: 'The ID token is encrypted, which is not supported.',
  id_token_algorithm:
    'The ID token is signed with an algorithm that is not accepted, such as `HS256`.',
  id_token_key: 'The provider does not publish the key that signed the ID token.',
  id_token_signature: 'The signature of the ID token does not verify with the published keys.',
  id_token_issuer: 'The ID token names another issuer than the connection.',
  id_token_audience: 'The ID token is for another client, or for several.',
  id_token_nonce: 'The ID token belongs to another sign-in.',
  id_token_times:
    'The ID token has expired, or is not valid yet. Synchronize both clocks with NTP.',
  id_token_claims: 'A required claim of the ID token is missing or malformed.',
  userinfo_invalid: 'The userinfo response is about another user than the ID token.',
  subject_missing: 'The ID token does not name the user: `sub` is missing or empty.',
  email_missing: 'The provider sends no e-mail address.',
  email_declined: 'The user did not allow the provider to send the e-mail address.',
  email_not_verified: 'The provider sends `email_verified: false`.',
  email_verification_unstated:
    'The provider does not send `email_verified`, and the trust of the connection requires it.',
  required_claim_missing: 'The user lacks a claim that the connection requires.',
  required_claim_different: 'A claim that the connection requires has another value for this user.',
  person_disabled: 'The license user is disabled in Latchkey.',
};

/** A table of all causes. */
export function renderCauses(): string {
  const rows = Object.entries(meanings).map(
    ([cause, meaning]) =>
      `| \`${cause}\` | ${meaning} | ${actors[signInCauses[cause as SignInCause].acts]} |`,
  );
  return ['| Code | Meaning and cure | Who can correct it |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}
