import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network-of.ts';
import { ApiError, type ErrorCode } from '../rules/errors.ts';
import { isExpiredToken } from '../schemes/accessToken.ts';
import { createSchemes, schemeOf } from '../schemes/caller.ts';
import type { Step } from './exchange.ts';

/** The error codes for a wrong credential. */
const WRONG_CREDENTIAL: readonly ErrorCode[] = [
  'invalid_admin_token',
  'invalid_api_key',
  'signature_mismatch',
  'unauthorized',
];

/**
 * Authenticates the caller, and counts a wrong credential for its address. A correct credential is always accepted,
 * even after wrong ones (docs/pages/decisions.md#limits-for-guesses).
 * @throws ApiError too_many_requests, and those of the security scheme
 */
export function authenticate(
  deps: Pick<Deps, 'config' | 'keys' | 'store' | 'clock'>,
  { credential }: Pick<Limits, 'credential'>,
): Step {
  const schemes = createSchemes(deps);
  return async (exchange, next) => {
    const { ctx, endpoint } = exchange;
    const { rawHeaders } = ctx.req;
    if (endpoint.schemes.length > 0) {
      const from = { address: ctx.ip, requestId: String(ctx.state['requestId']) };
      try {
        const scheme = schemeOf(endpoint.schemes, rawHeaders);
        exchange.caller = await schemes[scheme](rawHeaders, from);
      } catch (error) {
        if (error instanceof ApiError && isWrongCredential(error)) {
          await credential(networkOf(ctx.ip));
        }
        throw error;
      }
    }
    await next();
  };
}

function isWrongCredential(error: ApiError): boolean {
  return WRONG_CREDENTIAL.includes(error.code) && !isExpiredToken(error);
}
