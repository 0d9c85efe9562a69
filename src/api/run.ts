import { operations } from '../../generated/operations.ts';
import type { CountTrial, GuessPassword } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import type { Limits } from '../limits/limits.ts';
import type { Exchange, OperationResponse, Step } from './exchange.ts';

type AnyOperation = (deps: Deps, request: unknown) => Promise<OperationResponse>;

/** Runs the operation. @throws ApiError those of the operation */
export function run(deps: Deps, { guesses, trials }: Pick<Limits, 'guesses' | 'trials'>): Step {
  return async (exchange, next) => {
    const { ctx, caller, query, pathParameters: path, file, named, about } = exchange;
    const body = exchange.upload ?? exchange.body;
    const { operationId } = exchange.endpoint;
    const headers = declaredHeaders(exchange);
    const guessPassword: GuessPassword = (email, isRight) =>
      guesses.password({ email, address: ctx.ip }, isRight);
    const countTrial: CountTrial = (credential, store) =>
      trials({ credential, address: ctx.ip }, store);
    const parsed = { operationId, query, path, headers, body, file, named, about };
    // The contract ties the id, its request and its operation together; the compiler cannot follow that through a map.
    const operation = operations[operationId] as unknown as AnyOperation;
    exchange.response = await operation(deps, { ...parsed, guessPassword, countTrial, ...caller });
    await next();
  };
}

/** The headers that the operation declares, as the contract spells them. */
function declaredHeaders({ ctx, endpoint }: Exchange): Record<string, string> {
  const sent = endpoint.headers.flatMap((name) => {
    const value = ctx.headers[name.toLowerCase()];
    return value === undefined ? [] : [[name, Array.isArray(value) ? (value[0] ?? '') : value]];
  });
  return Object.fromEntries(sent) as Record<string, string>;
}
