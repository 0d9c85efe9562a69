import type { components } from '../../../generated/openapi.d.ts';
import type { Connection } from '../../rules/customer-account.ts';

/** A connection as the Admin API shows it, without its client secret. */
export function presentConnection(
  connection: Connection,
): components['schemas']['AdminConnection'] {
  const common = {
    enabled: connection.enabled,
    default_response_type: connection.default_response_type,
    allow_implicit: connection.allow_implicit,
  };
  if (connection.kind === 'password') return { kind: 'password', ...common };
  return {
    kind: 'oidc',
    ...common,
    issuer: connection.issuer,
    client_id: connection.client_id,
    has_client_secret: true,
    trust: connection.trust,
    email_claim: connection.email_claim,
    scopes: [...connection.scopes],
    required_claims: { ...connection.required_claims },
    response_mode: connection.response_mode,
    token_endpoint_auth_method: connection.token_endpoint_auth_method,
  };
}
