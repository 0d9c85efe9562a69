import type Koa from 'koa';
import type { ContractRouter } from '../contract/contract-router.ts';
import { ApiError, notFound } from '../rules/errors.ts';
import { endpointOf } from './endpoint.ts';
import { type Exchange, newExchange } from './exchange.ts';

/** Returns a function that finds the operation of a request, which throws ApiError not_found, method_not_allowed. */
export function findOperation(router: ContractRouter): (ctx: Koa.Context) => Exchange {
  const endpoints = new Map(
    router.getOperations().map((operation) => [operation, endpointOf(operation)]),
  );
  return (ctx) => {
    // Koa leaves the body of the answer out (RFC 9110, section 9.3.2).
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    const found = router.match(method, ctx.path);
    const endpoint = found && endpoints.get(found.operation);
    if (endpoint === undefined) {
      const allow = router.methodsOf(ctx.path)?.join(', ');
      if (allow === undefined) throw notFound();
      throw new ApiError('method_not_allowed', `Use ${allow} here.`, { headers: { Allow: allow } });
    }
    ctx.state['operationId'] = endpoint.operationId;
    ctx.state['route'] = endpoint.operation.path;
    return newExchange(ctx, endpoint, found?.pathParameters);
  };
}
