import { createHash, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import { Router } from 'koa-router';
import { notFound } from '../rules/errors.ts';
import { isLoopback } from '../config/loopback.ts';
import { peerOf, type TrustedProxies } from '../config/trusted-proxies.ts';
import type { Metrics } from './metrics.ts';

/**
 * Serves `/metrics` to authorized clients; others get 404.
 * @param token the bearer token. Without one, only requests from this machine with a loopback `Host` are allowed: a local
 *   proxy that adds no header still forwards the `Host` of its client.
 */
export function createMetricsRoute(
  metrics: Metrics,
  { token, proxies }: { token: string | undefined; proxies: TrustedProxies },
): Router {
  const mayRead = token === undefined ? isFromThisMachine(proxies) : hasToken(token);
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

function isFromThisMachine(proxies: TrustedProxies): (ctx: Koa.Context) => boolean {
  return ({ req }) => {
    // Detects a proxy that is not in LATCHKEY_TRUSTED_PROXIES.
    const isForwarded = ['x-forwarded-for', 'forwarded', 'via'].some((name) => name in req.headers);
    if (isForwarded || proxies.sent(req)) return false;
    const host = URL.parse(`http://${req.headers.host ?? ''}`)?.hostname ?? '';
    return isLoopback(peerOf(req)) && isLoopback(host);
  };
}

/** Hashes to a fixed length for a comparison in constant time. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
