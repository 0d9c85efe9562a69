import { errors, jwtVerify } from 'jose';
import { apiAudience } from '../config/api-audience.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { GENERATION_CLAIM, type KnownClient, workingSecrets } from '../rules/oauth-client.ts';
import { authorizationHeaders } from './authorization-headers.ts';
import { checkDate } from './check-date.ts';

/**
 * Authenticates a request of the License API by the access token of an OAuth client (RFC 6750, section 2.1). The token is
 * verified without the database (RFC 9068, section 4). It is refused when its client was revoked, or when the secret
 * that got it has stopped working.
 * @param rawHeaders alternating names and values, with duplicates
 * @throws ApiError missing_headers, authorization_invalid_headers, unauthorized, date_header_diff
 */
export async function accessToken(
  deps: Pick<Deps, 'config' | 'keys' | 'store' | 'clock'>,
  rawHeaders: readonly string[],
): Promise<KnownClient> {
  const { date, authorization } = authorizationHeaders(rawHeaders);
  const now = deps.clock();
  const token = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) *$/i.exec(authorization);
  if (token?.[1] === undefined) throw unauthorized('malformed');
  const { clientId, generation } = await verify(deps, token[1], now);
  const known = await deps.store.oauthClients.findByClientId(clientId);
  if (known === undefined) throw unauthorized('unknown client');
  if (!workingSecrets(known, now).some((secret) => secret.generation === generation)) {
    throw unauthorized(`client ${clientId}: revoked, or its secret was rotated`);
  }
  checkDate(date, now);
  return known;
}

/** True for the error of a genuine token that has expired: a client that is refused for it does not guess. */
export function isExpiredToken({ code, cause }: ApiError): boolean {
  return code === 'unauthorized' && cause instanceof errors.JWTExpired;
}

/** Only our keys and RS256 count, whatever the header of the token says. */
async function verify(
  { config, keys }: Pick<Deps, 'config' | 'keys'>,
  token: string,
  now: Date,
): Promise<{ clientId: string; generation: number }> {
  const { payload } = await jwtVerify(token, keys.openidPublic, {
    algorithms: ['RS256'],
    typ: 'at+jwt',
    issuer: issuerUrl(config),
    audience: apiAudience(config),
    requiredClaims: ['exp', 'client_id', GENERATION_CLAIM],
    currentDate: now,
  }).catch((cause: unknown) => {
    if (!(cause instanceof errors.JOSEError)) throw cause;
    throw unauthorized(cause.message, cause);
  });
  return {
    clientId: String(payload['client_id']),
    generation: Number(payload[GENERATION_CLAIM]),
  };
}

/** @param detail for the log only */
function unauthorized(detail: string, cause?: unknown): ApiError {
  return new ApiError(
    'unauthorized',
    'The access token is not valid, or has expired. Get a new one from the token endpoint.',
    {
      detail: `access token: ${detail}`,
      cause,
      headers: { 'WWW-Authenticate': 'Bearer realm="license-api", error="invalid_token"' },
    },
  );
}
