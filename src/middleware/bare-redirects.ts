import type Koa from 'koa';

/** Leaves redirects without a body: Koa's is a page with the address in it, and has none of the headers of our pages. */
export const bareRedirects: Koa.Middleware = async (ctx, next) => {
  await next();
  if (ctx.status < 300 || ctx.status >= 400 || ctx.response.get('Location') === '') return;
  ctx.body = '';
  ctx.remove('Content-Type');
};
