import type Koa from 'koa';

/** Seconds in a year. */
const YEAR = 31_536_000;

/** Makes browsers use https only (RFC 6797), when the public URL has https. Over http the header has no effect. */
export function strictTransport(publicUrl: URL): Koa.Middleware {
  return (ctx, next) => {
    if (publicUrl.protocol === 'https:') ctx.set('Strict-Transport-Security', `max-age=${YEAR}`);
    return next();
  };
}
