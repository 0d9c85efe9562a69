import type { components } from '../../../generated/openapi.d.ts';
import { isAnyTenant } from '../../connections/any-tenant.ts';
import { discoveryUrl } from '../../connections/discovery-url.ts';
import { ApiError } from '../../rules/errors.ts';
import { UNREADABLE_SECRET } from '../../store/tables/connections.ts';
import type { Connection } from '../../rules/customer-account.ts';

type Settings = components['schemas']['ConnectionSettings'];

/**
 * Reads a connection from a body.
 * @param before the connection to replace; its client secret is kept for the same client of the same issuer
 * @throws ApiError validation_error, missing_parameters
 */
export function readConnection(body: Settings, before: Connection | undefined): Connection {
  const common = {
    enabled: body.enabled,
    default_response_type: body.default_response_type,
    allow_implicit: body.allow_implicit,
  };
  if (!common.allow_implicit && common.default_response_type === 'token') {
    throw new ApiError(
      'validation_error',
      'body.default_response_type must be code when body.allow_implicit is false',
    );
  }
  if (body.kind === 'password') return { kind: 'password', ...common };
  if (discoveryUrl(body.issuer) === undefined) {
    throw new ApiError(
      'validation_error',
      'body.issuer must be an https URL without query, fragment and user name: the part before /.well-known/openid-configuration',
    );
  }
  if (isAnyTenant(body.issuer)) {
    throw new ApiError(
      'validation_error',
      'body.issuer stands for all tenants of Entra ID, where anybody can have any address. Name the tenant: https://login.microsoftonline.com/<tenant id>/v2.0',
    );
  }
  if (body.email_claim !== 'email' && body.trust === 'verified') {
    throw new ApiError(
      'validation_error',
      'body.email_claim other than email needs body.trust unstated or managed: email_verified is about the claim email only',
    );
  }
  return {
    kind: 'oidc',
    ...common,
    issuer: body.issuer,
    client_id: body.client_id,
    client_secret: body.client_secret ?? keptSecret(body, before),
    trust: body.trust,
    email_claim: body.email_claim,
    scopes: body.scopes,
    required_claims: body.required_claims,
    response_mode: body.response_mode,
    token_endpoint_auth_method: body.token_endpoint_auth_method,
  };
}

function keptSecret(body: Settings & { kind: 'oidc' }, before: Connection | undefined): string {
  const isSameClient =
    before?.kind === 'oidc' && before.issuer === body.issuer && before.client_id === body.client_id;
  if (isSameClient) {
    if (before.client_secret !== UNREADABLE_SECRET) return before.client_secret;
    throw new ApiError(
      'validation_error',
      'body.client_secret must be given: the stored one cannot be read with the secret key of this server',
    );
  }
  // Otherwise another issuer would get the secret of this one.
  throw new ApiError(
    'missing_parameters',
    'Some parameters are missing in the request: client_secret. It is kept only while issuer and client_id stay the same.',
  );
}
