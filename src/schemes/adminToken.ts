import type { Deps } from '../deps.ts';
import { ApiError } from '../rules/errors.ts';
import { type AdminToken, hashAdminToken, isUsable } from '../rules/admin-token.ts';
import { headerValues } from './header-values.ts';

/**
 * The Admin API's bearer token (RFC 6750, section 2.1).
 * @param rawHeaders as Node gives them: names and values in turn, duplicates kept
 * @returns whose token it is
 * @throws ApiError invalid_admin_token, whatever the reason
 */
export async function adminToken(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  rawHeaders: readonly string[],
): Promise<AdminToken> {
  const [authorization = '', ...more] = headerValues(rawHeaders, 'authorization');
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined || more.length > 0) throw refusal('there is none');
  const found = await store.adminTokens.findByHash(hashAdminToken(token));
  if (found === undefined) throw refusal('it is unknown');
  if (!isUsable(found, clock())) throw refusal(`${found.id} is revoked or has expired`);
  return found;
}

function refusal(detail: string): ApiError {
  return new ApiError(
    'invalid_admin_token',
    'Send a valid admin token as Authorization: Bearer <token>. Make one with: latchkey admin-token create',
    { detail: `admin token: ${detail}`, headers: { 'WWW-Authenticate': 'Bearer realm="admin"' } },
  );
}
