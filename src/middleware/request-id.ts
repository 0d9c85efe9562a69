import { randomUUID } from 'node:crypto';
import type Koa from 'koa';

/** Gives each request the id that its log lines, its pages and the `X-Request-Id` header carry. */
export const requestId: Koa.Middleware = (ctx, next) => {
  const id = randomUUID();
  ctx.state['requestId'] = id;
  ctx.set('X-Request-Id', id);
  return next();
};
