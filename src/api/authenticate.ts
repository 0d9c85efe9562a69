import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network-of.ts';
import { ApiError, type ErrorCode } from '../rules/errors.ts';
import { schemes } from '../schemes/caller.ts';
import type { Step } from './exchange.ts';

/** The error codes for a wrong credential. */
const WRONG_CREDENTIAL: readonly ErrorCode[] = [
  'invalid_admin_token',
  'invalid_api_key',
  'signature_mismatch',
];

/**
 * Authenticates the caller, and counts a wrong credential for its address. A correct credential is always accepted,
 * even after wrong ones (docs/pages/decisions.md#limits-for-guesses).
 * @throws ApiError too_many_requests, and those of the security scheme
 */
export function authenticate(
  deps: Pick<Deps, 'store' | 'clock'>,
  { credential }: Pick<Limits, 'credential'>,
): Step {
  return async (exchange, next) => {
    const { ctx, endpoint } = exchange;
    if (endpoint.scheme !== undefined) {
      const from = { address: ctx.ip, requestId: String(ctx.state['requestId']) };
      try {
        exchange.caller = await schemes[endpoint.scheme](deps, ctx.req.rawHeaders, from);
      } catch (error) {
        if (error instanceof ApiError && WRONG_CREDENTIAL.includes(error.code)) {
          await credential(networkOf(ctx.ip));
        }
        throw error;
      }
    }
    await next();
  };
}
