import { createHash, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import { Router } from 'koa-router';
import { notFound } from '../rules/errors.ts';
import { isLoopback } from '../config/loopback.ts';
import { peerOf, type TrustedProxies } from '../config/trusted-proxies.ts';
import type { Metrics } from './metrics.ts';

/**
 * Serves `/metrics` to whom it concerns; to everybody else there is nothing.
 * @param token to be sent as bearer token. Without one, requests from this machine to this machine are answered: a
 *   proxy on it that names itself in no header still passes on the name that its client asked for.
 */
export function createMetricsRoute(
  metrics: Metrics,
  { token, proxies }: { token: string | undefined; proxies: TrustedProxies },
): Router {
  const mayRead = token === undefined ? comesFromHere(proxies) : hasToken(token);
  const router = new Router();
  router.get('metrics', '/metrics', async (ctx) => {
    if (!mayRead(ctx)) throw notFound();
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Content-Type', metrics.contentType);
    ctx.body = await metrics.write();
  });
  return router;
}

function hasToken(token: string): (ctx: Koa.Context) => boolean {
  const expected = hash(`Bearer ${token}`);
  return (ctx) => timingSafeEqual(hash(ctx.get('Authorization')), expected);
}

function comesFromHere(proxies: TrustedProxies): (ctx: Koa.Context) => boolean {
  return ({ req }) => {
    // Also through a proxy that somebody forgot to name in the configuration.
    const isPassedOn = ['x-forwarded-for', 'forwarded', 'via'].some((name) => name in req.headers);
    if (isPassedOn || proxies.sent(req)) return false;
    const host = URL.parse(`http://${req.headers.host ?? ''}`)?.hostname ?? '';
    return isLoopback(peerOf(req)) && isLoopback(host);
  };
}

/** Makes texts of any length one length, so that they can be compared in constant time. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
