import type { components } from '../../../generated/openapi.d.ts';
import type { Connection } from '../../rules/customer-account.ts';

/** Never with the client secret. */
export function presentConnection(
  connection: Connection,
): components['schemas']['AdminConnection'] {
  const common = {
    enabled: connection.enabled,
    default_response_type: connection.defaultResponseType,
    allow_implicit: connection.allowImplicit,
  };
  if (connection.kind === 'password') return { kind: 'password', ...common };
  return {
    kind: 'oidc',
    ...common,
    issuer: connection.issuer,
    client_id: connection.clientId,
    has_client_secret: true,
    trust: connection.trust,
    email_claim: connection.emailClaim,
    scopes: [...connection.scopes],
    required_claims: { ...connection.requiredClaims },
    response_mode: connection.responseMode,
    token_endpoint_auth_method: connection.tokenEndpointAuthMethod,
  };
}
