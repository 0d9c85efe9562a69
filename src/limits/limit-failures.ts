import type Koa from 'koa';
import type { Budget } from './budget.ts';
import { networkOf } from './network-of.ts';

/** Says of a request that what it came with was right, whatever is refused to it. */
export function noteRightCredential(ctx: Koa.Context): void {
  ctx.state['isCredentialRight'] = true;
}

/**
 * Counts what is refused beneath these paths, for the address that it comes from: authorization requests, codes and
 * callbacks that are not ours. Whoever came with what is right is answered as they were: something may be kept of it.
 * @param credential throws ApiError too_many_requests, in place of the refusal
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
