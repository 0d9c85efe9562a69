import type Koa from 'koa';

/** Seconds in a year. */
const YEAR = 31_536_000;

/** Has browsers keep to https where the public URL does (RFC 6797). Over http the header would mean nothing. */
export function strictTransport(publicUrl: URL): Koa.Middleware {
  return (ctx, next) => {
    if (publicUrl.protocol === 'https:') ctx.set('Strict-Transport-Security', `max-age=${YEAR}`);
    return next();
  };
}
