import type { OpenAPIValidator } from 'openapi-backend';
import { validationErrorOf } from '../contract/validation-error.ts';
import { aboutRequest } from '../rules/about.ts';
import type { Exchange, Step } from './exchange.ts';

/** openapi-backend declares narrower types than its validator takes and returns. */
type ValidatorRequest = Parameters<OpenAPIValidator['validateRequest']>[0];
type Coerced = Partial<Pick<Exchange, 'query'> & { params: Exchange['pathParameters'] }>;

/**
 * Validates the request against the contract. Its parameters get the types and defaults of the contract.
 * @throws ApiError missing_parameters, validation_error
 */
export function validate(validator: OpenAPIValidator): Step {
  return async (exchange, next) => {
    const { ctx, endpoint, path, query, body } = exchange;
    const { operation } = endpoint;
    // Before the validator adds the defaults to the body.
    exchange.named = new Set(Object.keys(body ?? {}));
    const request = { method: operation.method, path, query, headers: ctx.headers, body };
    const result = validator.validateRequest(request as ValidatorRequest, operation);
    const coerced = result.coerced as Coerced;
    exchange.pathParameters = coerced.params ?? {};
    if (!result.valid) throw validationErrorOf(result.errors ?? []);
    exchange.query = coerced.query ?? {};
    exchange.about = aboutRequest({ query: exchange.query, body, path: exchange.pathParameters });
    await next();
  };
}
