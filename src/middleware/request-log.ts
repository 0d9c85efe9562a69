import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import { requestFacts } from './request-facts.ts';

/** One line a request. No address of it: codes, tokens and states stand in queries, and anything in unknown paths. */
export function requestLog({ log }: Pick<Deps, 'log'>): Koa.Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    try {
      await next();
    } finally {
      const { operation, status, outcome, detail, ...who } = requestFacts(ctx);
      const { account, apiKeyId, adminTokenId } = who;
      log.info(
        {
          requestId: ctx.state['requestId'] as unknown,
          method: ctx.method,
          operation,
          status,
          ...{ outcome, detail },
          ms: Math.round((performance.now() - start) * 10) / 10,
          ...{ account, apiKeyId, adminTokenId },
          ip: ctx.ip,
        },
        'request',
      );
    }
  };
}
