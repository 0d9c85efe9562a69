/**
 * When an e-mail address counts as verified. `verified`: when `email_verified` is true. `unstated`: also when the
 * provider does not send it. `managed`: always, since the customer's administrators assign the addresses.
 */
type Trust = 'verified' | 'unstated' | 'managed';

/** How the provider returns the authorization response (OAuth 2.0 Form Post Response Mode). */
type ResponseMode = 'query' | 'form_post';

/** How Latchkey sends its client secret; `auto` finds out which method the provider accepts. */
type TokenEndpointAuthMethod = 'auto' | 'client_secret_basic' | 'client_secret_post';

/** The customer's OpenID provider. */
export interface OidcConnection extends OidcSettings {
  readonly kind: 'oidc';
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
}

/** The settings that depend on the provider. */
export interface OidcSettings {
  readonly trust: Trust;
  /** The claim that contains the e-mail address. */
  readonly email_claim: string;
  /** The scopes to request in addition to `openid email`. */
  readonly scopes: readonly string[];
  /** The claims that a user must have, with their values as text. */
  readonly required_claims: Readonly<Record<string, string>>;
  readonly response_mode: ResponseMode;
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
}

export const DEFAULT_OIDC_SETTINGS: OidcSettings = {
  trust: 'verified',
  email_claim: 'email',
  scopes: [],
  required_claims: {},
  response_mode: 'query',
  token_endpoint_auth_method: 'auto',
};
