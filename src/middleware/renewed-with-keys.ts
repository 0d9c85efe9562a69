import type Koa from 'koa';
import type { KeyRing } from '../keys/key-ring.ts';

/**
 * What is given its keys when it is made is made anew when they have changed. Requests under way stay with what they
 * began with; all that outlives a request is in the store.
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
