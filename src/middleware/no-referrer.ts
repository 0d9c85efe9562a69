import type Koa from 'koa';

/**
 * Sets strict headers for paths whose URLs and redirects contain codes and tokens: responses are not cached, send no
 * referrer, and cannot run scripts. Our own pages relax this as needed.
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
