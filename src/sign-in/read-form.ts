import type Koa from 'koa';
import { readBody } from '../request-body.ts';

/** A submitted form (`application/x-www-form-urlencoded`). @throws ApiError payload_too_large */
export async function readForm(ctx: Koa.Context): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(ctx.req)).toString('utf8'));
}
