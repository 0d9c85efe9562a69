import type { ClientMetadata } from 'oidc-provider';
import { type ConnectedAccount, usableRedirectUris } from '../rules/customer-account.ts';

/** The OpenID client of a customer account. Each account has its own, so that checking `aud` refuses tokens of other accounts. */
export function oidcClientOf(account: ConnectedAccount): ClientMetadata {
  const implicit = account.connection.allow_implicit;
  return {
    client_id: account.code,
    client_name: account.name,
    // A native application: a public client with loopback redirect URIs of any port (RFC 8252).
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: usableRedirectUris(account),
    response_types: implicit ? ['code', 'id_token token'] : ['code'],
    grant_types: implicit ? ['authorization_code', 'implicit'] : ['authorization_code'],
  };
}
