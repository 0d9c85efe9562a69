import type Koa from 'koa';

/** Removes the body of redirects. Koa's body is a page that contains the URL and lacks the headers of our pages. */
export const bareRedirects: Koa.Middleware = async (ctx, next) => {
  await next();
  if (ctx.status < 300 || ctx.status >= 400 || ctx.response.get('Location') === '') return;
  ctx.body = '';
  ctx.remove('Content-Type');
};
