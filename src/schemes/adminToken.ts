import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { type AdminToken, hashAdminToken, isUsable } from '../rules/admin-token.ts';
import { headerValues } from './header-values.ts';

/**
 * Authenticates a request of the Admin API by its bearer token (RFC 6750, section 2.1).
 * @param rawHeaders alternating names and values, with duplicates
 * @returns the admin token
 * @throws ApiError invalid_admin_token, for every reason
 */
export async function adminToken(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  rawHeaders: readonly string[],
): Promise<AdminToken> {
  const [authorization = '', ...more] = headerValues(rawHeaders, 'authorization');
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined || more.length > 0) throw invalidToken('missing or malformed');
  const found = await store.adminTokens.findByHash(hashAdminToken(token));
  if (found === undefined) throw invalidToken('unknown');
  if (!isUsable(found, clock())) throw invalidToken(`${found.id} is revoked or expired`);
  return found;
}

function invalidToken(detail: string): ApiError {
  return new ApiError(
    'invalid_admin_token',
    'Send a valid admin token as Authorization: Bearer <token>. Create one with: latchkey admin-token create',
    { detail: `admin token: ${detail}`, headers: { 'WWW-Authenticate': 'Bearer realm="admin"' } },
  );
}
