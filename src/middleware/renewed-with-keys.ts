import type Koa from 'koa';
import type { KeyRing } from '../keys/key-ring.ts';

/**
 * Creates a middleware again whenever the keys have changed. Current requests continue with the previous one;
 * everything that outlives a request is in the store.
 */
export function renewedWithKeys(
  keys: Pick<KeyRing, 'current'>,
  make: () => Koa.Middleware,
): Koa.Middleware {
  let madeFor = keys.current;
  let made = make();
  return (ctx, next) => {
    if (madeFor !== keys.current) {
      madeFor = keys.current;
      made = make();
    }
    return made(ctx, next) as Promise<void>;
  };
}
