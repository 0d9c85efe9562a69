import type Koa from 'koa';
import type { TrustedProxies } from '../config/trusted-proxies.ts';

/** Sets `ctx.ip` to the address of the client. Koa's own is that of the proxy, or a forged one. */
export function clientAddress(proxies: TrustedProxies): Koa.Middleware {
  return (ctx, next) => {
    ctx.request.ip = proxies.clientOf(ctx.req);
    return next();
  };
}
