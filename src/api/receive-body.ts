import { readBody } from '../web/request-body.ts';
import type { Step } from './exchange.ts';

/** @throws ApiError payload_too_large, validation_error */
export const receiveBody: Step = async (exchange, next) => {
  const { ctx, endpoint } = exchange;
  // What is sent to an operation without a body says nothing to it.
  if (endpoint.operation.requestBody !== undefined) exchange.bytes = await readBody(ctx.req);
  await next();
};
