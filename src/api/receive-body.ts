import { readBody } from '../web/request-body.ts';
import type { Step } from './exchange.ts';

/** Receives the body, unless it is an installation file. @throws ApiError payload_too_large, validation_error */
export const receiveBody: Step = async (exchange, next) => {
  const { ctx, endpoint } = exchange;
  // The body of an operation without a body is ignored.
  const takesBody = endpoint.operation.requestBody !== undefined && !endpoint.takesUpload;
  if (takesBody) exchange.bytes = await readBody(ctx.req);
  await next();
};
