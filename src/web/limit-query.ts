import type Koa from 'koa';
import { assertFewParameters, type Parameters, readParameters } from './parameters.ts';

/** Refuses queries with too many parameters. @throws ApiError validation_error */
export const limitQuery: Koa.Middleware = (ctx, next) => {
  assertFewParameters(ctx.querystring, 'query');
  return next();
};

/** Replaces `ctx.query` of a Koa application by `readParameters`, parsed once for each query. */
export function readQueriesOnce({ request }: Koa): void {
  const read = new WeakMap<Koa.Request, { querystring: string; query: Parameters }>();
  Object.defineProperty(request, 'query', {
    get(this: Koa.Request) {
      const { querystring } = this;
      const known = read.get(this);
      if (known?.querystring === querystring) return known.query;
      const query = readParameters(querystring);
      read.set(this, { querystring, query });
      return query;
    },
  });
}
