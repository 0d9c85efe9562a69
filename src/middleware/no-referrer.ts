import type Koa from 'koa';

/** For paths whose addresses and redirects carry codes and tokens: nothing is kept, nothing is passed on. */
export function noReferrer(...prefixes: string[]): Koa.Middleware {
  return (ctx, next) => {
    if (prefixes.some((prefix) => ctx.path.startsWith(prefix))) {
      ctx.set('Cache-Control', 'no-store');
      ctx.set('Referrer-Policy', 'no-referrer');
    }
    return next();
  };
}
