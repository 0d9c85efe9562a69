import type Koa from 'koa';
import { readBody } from '../web/request-body.ts';
import { parseForm } from '../web/parameters.ts';

/**
 * Reads a submitted form (`application/x-www-form-urlencoded`).
 * @throws ApiError payload_too_large, validation_error
 */
export async function readForm(ctx: Koa.Context): Promise<URLSearchParams> {
  return parseForm((await readBody(ctx.req)).toString('utf8'));
}
