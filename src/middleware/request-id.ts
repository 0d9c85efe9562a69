import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { TrustedProxies } from '../config/trusted-proxies.ts';

/** What proxies make of ids: hexadecimal, UUIDs, words. Nothing that could mean something in a log or a page. */
const ID = /^[\w.-]{1,128}$/;

/**
 * Gives each request the id that its log lines, its pages and the `X-Request-Id` header carry: the proxy's, where
 * it is a trusted one and names one.
 */
export function requestId(proxies: TrustedProxies): Koa.Middleware {
  return (ctx, next) => {
    const given = ctx.get('X-Request-Id');
    const id = ID.test(given) && proxies.sent(ctx.req) ? given : randomUUID();
    ctx.state['requestId'] = id;
    ctx.set('X-Request-Id', id);
    return next();
  };
}
