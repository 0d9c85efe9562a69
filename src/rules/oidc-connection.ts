/**
 * When an e-mail address counts: where the provider calls it verified; also where it says nothing of it; always, as
 * the customer's administrators decide who has which.
 */
export type Trust = 'verified' | 'unstated' | 'managed';

/** How the provider sends people back (OAuth 2.0 Form Post Response Mode). */
export type ResponseMode = 'query' | 'form_post';

/** How our client secret is shown to the provider; `auto` finds out. */
export type TokenEndpointAuthMethod = 'auto' | 'client_secret_basic' | 'client_secret_post';

/** The customer's OpenID provider. */
export interface OidcConnection extends OidcSettings {
  readonly kind: 'oidc';
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
}

/** What differs from provider to provider. */
export interface OidcSettings {
  readonly trust: Trust;
  /** The claim that holds the e-mail address. */
  readonly email_claim: string;
  /** Asked for beside `openid email`. */
  readonly scopes: readonly string[];
  /** Names of claims that a person must have, with their values as text. */
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
