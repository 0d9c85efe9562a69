import type Koa from 'koa';
import type { Deps } from '../deps.ts';
import { clearSecrets } from '../observability/clear-secrets.ts';
import { requestFacts } from '../observability/request-facts.ts';

/** The maximum length of a logged error message in characters, since it may quote the request. */
const LONGEST_MESSAGE = 300;

/**
 * Logs one line for each request. It contains the route but no URL: queries contain codes, tokens and states, and
 * unknown paths may contain anything.
 */
export function requestLog({ log }: Pick<Deps, 'log'>): Koa.Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    try {
      await next();
    } finally {
      const { operation, route, status, outcome, message, detail, ...who } = requestFacts(ctx);
      const { account, apiKeyId, oauthClientId, adminTokenId } = who;
      log.info(
        {
          requestId: ctx.state['requestId'] as unknown,
          method: ctx.method,
          operation,
          route,
          status,
          outcome,
          message: message && clearSecrets(message.slice(0, 1_000)).slice(0, LONGEST_MESSAGE),
          detail,
          ms: Math.round((performance.now() - start) * 10) / 10,
          account,
          apiKeyId,
          oauthClientId,
          adminTokenId,
          ip: ctx.ip,
        },
        'request',
      );
    }
  };
}
