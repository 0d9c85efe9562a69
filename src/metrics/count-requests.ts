import type Koa from 'koa';
import { requestFacts } from '../observability/request-facts.ts';
import type { SignInOutcome } from '../observability/note-sign-in.ts';
import type { Metrics } from './metrics.ts';

/** Counts every finished request. */
export function countRequests(metrics: Metrics): Koa.Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    try {
      await next();
    } finally {
      const facts = requestFacts(ctx);
      metrics.observe(facts, (performance.now() - start) / 1_000);
      const signIn = ctx.state['signIn'] as SignInOutcome | undefined;
      if (signIn !== undefined) metrics.countSignIn(facts.account ?? '', signIn);
    }
  };
}
