import { ApiError } from './errors.ts';
import { boolean, text, type Values } from './fields.ts';
import type { OidcConnection } from './oidc-connection.ts';
import { isUsableRedirectUri } from './redirect-uri.ts';

export type ResponseType = 'code' | 'token';

/** How the users of a customer account sign in. SAML will be a third kind. */
export type Connection = {
  readonly enabled: boolean;
  readonly default_response_type: ResponseType;
  /** True when the implicit grant (`response_type=token`) is allowed. */
  readonly allow_implicit: boolean;
} & (PasswordConnection | OidcConnection);

/** License users sign in with e-mail address and password on our own sign-in page. */
interface PasswordConnection {
  readonly kind: 'password';
}

/** The stored fields of a customer account, without its connection and redirect URIs. */
export const customerAccountFields = {
  code: text,
  name: text,
  enabled: boolean,
};

export interface CustomerAccount extends Values<typeof customerAccountFields> {
  readonly id: number;
  readonly connection: Connection | null;
  readonly redirect_uris: readonly RedirectUri[];
}

export interface RedirectUri {
  readonly uri: string;
  readonly is_default: boolean;
}

/** An account with the kind of its connection, but not its settings. */
export type AccountOverview = Omit<CustomerAccount, 'connection'> & {
  readonly connection_kind: Connection['kind'] | null;
};

/** A customer account whose users can sign in now. */
export interface ConnectedAccount extends CustomerAccount {
  readonly connection: Connection;
}

export function isConnected(account: CustomerAccount | undefined): account is ConnectedAccount {
  return account?.enabled === true && account.connection?.enabled === true;
}

/**
 * Checks that the users of an account can sign in.
 * @param code the code that the request names
 * @throws ApiError customer_account_not_found, sso_not_configured
 */
export function connectedAccount(
  account: CustomerAccount | undefined,
  code: string,
): ConnectedAccount {
  if (account === undefined) {
    throw new ApiError('customer_account_not_found', `Customer account ${code} was not found.`);
  }
  if (!isConnected(account) || usableRedirectUris(account).length === 0) {
    throw new ApiError(
      'sso_not_configured',
      `Single sign-on is not set up for the customer account ${code}.`,
    );
  }
  return account;
}

/** The redirect URI for requests that send none. */
export function defaultRedirectUri(account: CustomerAccount): string | undefined {
  const usable = usableRedirectUris(account);
  const chosen = account.redirect_uris.find(({ is_default: isDefault }) => isDefault)?.uri;
  return chosen !== undefined && usable.includes(chosen) ? chosen : usable[0];
}

/** The registered redirect URIs that `isUsableRedirectUri` accepts. */
export function usableRedirectUris(account: CustomerAccount): string[] {
  return account.redirect_uris.map(({ uri }) => uri).filter(isUsableRedirectUri);
}
