import type Koa from 'koa';

/**
 * For paths whose addresses and redirects carry codes and tokens: nothing is kept, nothing is passed on, and nothing
 * that a library writes there can do anything in a browser. Pages of ours allow what they need.
 */
export function noReferrer(...prefixes: string[]): Koa.Middleware {
  return (ctx, next) => {
    if (prefixes.some((prefix) => ctx.path.startsWith(prefix))) {
      ctx.set('Cache-Control', 'no-store');
      ctx.set('Referrer-Policy', 'no-referrer');
      ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
      ctx.set('X-Content-Type-Options', 'nosniff');
      ctx.set('X-Frame-Options', 'DENY');
    }
    return next();
  };
}
