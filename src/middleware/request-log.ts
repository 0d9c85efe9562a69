import type Koa from 'koa';
import type { Deps } from '../deps.ts';

/** One line a request. The path without its query: codes, tokens and states stand there. */
export function requestLog({ log }: Pick<Deps, 'log'>): Koa.Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    try {
      await next();
    } finally {
      log.info(
        {
          requestId: ctx.state['requestId'] as unknown,
          method: ctx.method,
          path: ctx.path,
          status: ctx.status,
          ms: Math.round((performance.now() - start) * 10) / 10,
          operation: ctx.state['operationId'] as unknown,
          apiKeyId: ctx.state['apiKeyId'] as unknown,
          outcome: ctx.state['outcome'] as unknown,
          ip: ctx.ip,
        },
        'request',
      );
    }
  };
}
