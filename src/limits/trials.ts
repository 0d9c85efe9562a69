import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Deps } from '../deps.ts';
import type { LimitName } from '../rules/rate-limits.ts';
import type { Tables } from '../store/tables.ts';
import { networkOf } from './network-of.ts';
import { StoreLimiter } from './store-limiter.ts';
import { tooManyRequests } from './too-many-requests.ts';

/**
 * Counts a new trial, in the transaction that creates it. Applications contain their API key, so anybody could create
 * trials without end.
 * @param caller names the credential
 * @throws ApiError too_many_requests; then roll back
 */
export type CountTrial = (
  caller: { readonly credential: string; readonly address: string },
  store: Pick<Tables, 'rateLimits'>,
) => Promise<void>;

export function createTrialLimits(deps: Pick<Deps, 'config' | 'store' | 'clock'>): CountTrial {
  const limiterOf = (name: LimitName) => {
    const limit = deps.config.rateLimits[name];
    return limit === null ? undefined : new StoreLimiter(deps, name, limit);
  };
  const [atAddress, anywhere] = [limiterOf('trial'), limiterOf('trial-anywhere')];

  return async ({ credential, address }, { rateLimits }) => {
    try {
      await atAddress?.consume(`${networkOf(address)} ${credential}`, 1, { rateLimits });
      await anywhere?.consume(credential, 1, { rateLimits });
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw tooManyRequests('new trials', error.msBeforeNext);
    }
  };
}
