import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network-of.ts';
import type { Step } from './exchange.ts';

/** What the log calls the ID of each caller. */
const STATE = {
  requestSignature: 'apiKeyId',
  accessToken: 'oauthClientId',
  adminToken: 'adminTokenId',
} as const;

/** Counts the request of an authenticated caller, first for its address. @throws ApiError too_many_requests */
export function countCaller({
  callers,
  callersByAddress,
}: Pick<Limits, 'callers' | 'callersByAddress'>): Step {
  return async ({ ctx, caller }, next) => {
    if (caller !== undefined) {
      const { id } = caller.scheme === 'adminToken' ? caller.adminToken : caller.credential;
      await callersByAddress[caller.scheme](`${networkOf(ctx.ip)} ${id}`);
      await callers[caller.scheme](id);
      // For the log.
      ctx.state[STATE[caller.scheme]] = id;
    }
    await next();
  };
}
