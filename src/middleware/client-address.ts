import type Koa from 'koa';
import type { TrustedProxies } from '../config/trusted-proxies.ts';

/** Makes `ctx.ip` the address that the request really comes from; Koa's own is the proxy's, or whatever was claimed. */
export function clientAddress(proxies: TrustedProxies): Koa.Middleware {
  return (ctx, next) => {
    ctx.request.ip = proxies.clientOf(ctx.req);
    return next();
  };
}
