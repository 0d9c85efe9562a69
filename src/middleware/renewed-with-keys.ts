import type Koa from 'koa';
import type { KeyRing } from '../keys/key-ring.ts';
import type { KeySet } from '../keys/key-set.ts';

/**
 * Creates a middleware for its first request, and again whenever the keys have changed. Current requests continue with
 * the previous one; everything that outlives a request is in the store.
 */
export function renewedWithKeys(
  keys: Pick<KeyRing, 'current'>,
  make: () => Koa.Middleware,
): Koa.Middleware {
  let made: { keys: KeySet; middleware: Koa.Middleware } | undefined;
  return (ctx, next) => {
    if (made?.keys !== keys.current) made = { keys: keys.current, middleware: make() };
    return made.middleware(ctx, next) as Promise<void>;
  };
}
