import type Koa from 'koa';
import { ORIGINAL_TOKEN_PATH, TOKEN_PATH } from '../config/issuer-url.ts';

/** Serves the token endpoint at the path of LicenseSpring too, so that applications need only another host. */
export const originalTokenPath: Koa.Middleware = (ctx, next) => {
  if (ctx.path === ORIGINAL_TOKEN_PATH || ctx.path === `${ORIGINAL_TOKEN_PATH}/`) {
    ctx.path = TOKEN_PATH;
  }
  return next();
};
