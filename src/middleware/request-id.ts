import { randomUUID } from 'node:crypto';
import type Koa from 'koa';
import type { TrustedProxies } from '../config/trusted-proxies.ts';

/** The IDs that proxies create: hexadecimal, UUIDs, words. Other characters could be harmful in a log or page. */
const ID = /^[\w.-]{1,128}$/;

/**
 * Gives each request an ID, for its log lines, its pages and the `X-Request-Id` header. A trusted proxy may choose it.
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
