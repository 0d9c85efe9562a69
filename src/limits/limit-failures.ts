import type Koa from 'koa';
import type { Budget } from './budget.ts';
import { networkOf } from './network-of.ts';

/** Marks a request whose credential was right, so that it does not count as a failure. */
export function markCredentialRight(ctx: Koa.Context): void {
  ctx.state['isCredentialRight'] = true;
}

/**
 * Counts refused requests below these paths by address: invalid authorization requests, codes and callbacks. Requests
 * that `markCredentialRight` marks are not counted.
 * @param credential throws ApiError too_many_requests, in place of the original response
 */
export function limitFailures(credential: Budget, ...prefixes: string[]): Koa.Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.state['isCredentialRight'] === true) return;
    const isRefused = ctx.status >= 400 && ctx.status < 500;
    if (isRefused && prefixes.some((prefix) => ctx.path.startsWith(prefix))) {
      await credential(networkOf(ctx.ip));
    }
  };
}
