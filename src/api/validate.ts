import type { OpenAPIValidator } from 'openapi-backend';
import { validationErrorOf } from '../contract/validation-error.ts';
import { aboutRequest } from '../rules/about.ts';
import type { Step } from './exchange.ts';

/**
 * Validates the request against the contract. Its parameters get the types and defaults of the contract. Only the
 * validators of openapi-backend are used, which it compiles for the first request of an operation: it would parse each
 * request again, which Node.js and Koa have done.
 * @throws ApiError missing_parameters, validation_error
 */
export function validate(validator: OpenAPIValidator): Step {
  return async (exchange, next) => {
    const { ctx, endpoint, query, pathParameters: path, body } = exchange;
    // Before the validator adds the defaults to the body.
    exchange.named = new Set(Object.keys(body ?? {}));
    const given = { path, query, header: ctx.headers, requestBody: body };
    const errors = validator
      .getRequestValidatorsForOperation(endpoint.operationId)
      .flatMap((validates) => (validates(given) ? [] : (validates.errors ?? [])));
    if (errors.length > 0) throw validationErrorOf(errors);
    exchange.about = aboutRequest({ query, body, path });
    await next();
  };
}
