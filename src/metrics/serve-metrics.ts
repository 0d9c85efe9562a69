import { createHash, timingSafeEqual } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type Koa from 'koa';
import { Router } from 'koa-router';
import { notFound } from '../errors.ts';
import { peerOf, type TrustedProxies } from '../trusted-proxies.ts';
import type { Metrics } from './metrics.ts';

/** Kinds of addresses that nobody on the internet has. */
const NEAR = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/**
 * Serves `/metrics` to whom it concerns; to everybody else there is nothing.
 * @param token to be sent as bearer token. Without one, requests from this machine and from private networks are
 *   answered, unless a proxy passed them on.
 */
export function createMetricsRoute(
  metrics: Metrics,
  { token, proxies }: { token: string | undefined; proxies: TrustedProxies },
): Router {
  const mayRead = token === undefined ? comesFromNear(proxies) : hasToken(token);
  const router = new Router();
  router.get('metrics', '/metrics', async (ctx) => {
    if (!mayRead(ctx)) throw notFound();
    ctx.set('Cache-Control', 'no-store');
    ctx.set('Content-Type', metrics.contentType);
    ctx.body = await metrics.write();
  });
  return router;
}

/** Whether an address is of this machine or a private network. */
export function isNear(address: string): boolean {
  return ipaddr.isValid(address) && NEAR.includes(ipaddr.parse(address).range());
}

function hasToken(token: string): (ctx: Koa.Context) => boolean {
  const expected = hash(`Bearer ${token}`);
  return (ctx) => timingSafeEqual(hash(ctx.get('Authorization')), expected);
}

function comesFromNear(proxies: TrustedProxies): (ctx: Koa.Context) => boolean {
  return ({ req }) => {
    // Also through a proxy that somebody forgot to name in the configuration.
    const isPassedOn = ['x-forwarded-for', 'forwarded', 'via'].some((name) => name in req.headers);
    if (isPassedOn || proxies.sent(req)) return false;
    return isNear(peerOf(req));
  };
}

/** Makes texts of any length one length, so that they can be compared in constant time. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
