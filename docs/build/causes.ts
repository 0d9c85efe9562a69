import { type SignInCause, signInCauses, type WhoActs } from '../../src/rules/sign-in-causes.ts';

const actors: Record<WhoActs, string> = {
  person: 'the person',
  company_it: "the company's IT",
  vendor: 'you',
};

/** What each cause means, and what is to be done, for the vendor. */
const meanings: Record<SignInCause, string> = {
  provider_unreachable:
    'The provider did not answer, or answered no OpenID Connect. Ask whether it is up, and run `connection test`.',
  provider_trouble:
    'The provider says that the trouble is its own: `server_error`, or a status of 5xx.',
  discovery_invalid:
    'The discovery document names another issuer or lacks an endpoint. Correct the issuer; `connection test` says how.',
  access_denied: 'The person cancelled, or the provider does not let them in.',
  person_not_assigned:
    'The person is not assigned to the application (`AADSTS50105`, Okta). Assign them.',
  consent_missing:
    'Nobody has consented for the application (`AADSTS65001`). An administrator grants it.',
  interaction_required: 'The provider wants the person to do something there first.',
  client_secret_refused: 'The client secret, or the client id, is wrong. Enter it again.',
  client_secret_expired:
    'The client secret has expired (`AADSTS7000222`). The IT makes a new one, and you enter it.',
  client_not_allowed: 'The client is unknown there, or may not use the authorization code grant.',
  scope_refused:
    'The client may not ask for the scopes. Allow `openid` and `email`, and what else the connection names.',
  redirect_uri_refused:
    'The redirect URI is not registered. `account show` prints the one to register.',
  par_required:
    'The provider demands pushed authorization requests, which are not supported. Switch that off for the client.',
  request_object_required:
    'The provider demands signed request objects, which are not supported. Switch that off for the client.',
  response_type_refused: 'The provider refuses the response type `code`, or the response mode.',
  request_refused:
    'The provider refused the request otherwise; what it said stands in the audit entry.',
  code_refused: 'The provider did not take its own code: it was used, or too old. Try again.',
  answer_invalid: 'The answer is not one of OpenID Connect.',
  answer_issuer: 'The answer names another issuer than the connection (RFC 9207).',
  id_token_missing:
    'There is no id token in the answer. The client has to be one of OpenID Connect.',
  id_token_encrypted: 'The id token is encrypted, which is not supported.',
  id_token_algorithm:
    'The id token is signed with an algorithm that is not taken, such as `HS256`.',
  id_token_key: 'The key that signed the id token is not published.',
  id_token_signature: 'The signature of the id token is not of the published keys.',
  id_token_issuer: 'The id token is of another issuer than the connection.',
  id_token_audience: 'The id token is for another client, or for several.',
  id_token_nonce: 'The id token is of another sign-in.',
  id_token_times: 'The id token has expired, or is not valid yet. Let NTP set both clocks.',
  id_token_claims: 'A claim that every id token must have is missing or malformed.',
  userinfo_invalid: 'The userinfo endpoint speaks of another person than the id token.',
  subject_missing: 'The id token does not name the person: `sub` is missing or empty.',
  email_missing: 'The provider sends no e-mail address.',
  email_declined: 'The person did not let the provider pass their address on.',
  email_not_verified: 'The provider says that the address is not verified.',
  email_verification_unstated:
    'The provider does not say whether the address is verified, and the connection does not trust it.',
  required_claim_missing: 'The person lacks a claim that the connection requires.',
  required_claim_different:
    'A claim that the connection requires has another value for this person.',
  person_disabled: 'The license user is disabled in Latchkey.',
};

/** A table of all causes. */
export function renderCauses(): string {
  const rows = Object.entries(meanings).map(
    ([cause, meaning]) =>
      `| \`${cause}\` | ${meaning} | ${actors[signInCauses[cause as SignInCause].acts]} |`,
  );
  return ['| Code | What happened | Who can end it |', '| --- | --- | --- |', ...rows].join('\n');
}
