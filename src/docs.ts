import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Router } from 'koa-router';
import { send } from '@koa/send';
import { contractText } from './contract.ts';

const SITE = fileURLToPath(new URL('../docs/site', import.meta.url));

/**
 * Serves the docs site at `/docs`, as `npm run docs` built it, and the contract at `/openapi.yaml`.
 * @param site the folder of the built site
 */
export function createDocs(site = SITE): Router {
  const router = new Router();

  router.get('contract', '/openapi.yaml', (ctx) => {
    ctx.set('Content-Type', 'application/yaml; charset=utf-8');
    ctx.body = contractText;
  });

  router.get('docs', '/docs{/*path}', async (ctx) => {
    // The pages link to each other relatively, so the folder must end in a slash.
    if (ctx.path === '/docs') return ctx.redirect('/docs/');
    ctx.set('X-Content-Type-Options', 'nosniff');
    await send(ctx, ctx.path.slice('/docs'.length), { root: site, index: 'index.html' });
    // Read at once: an open file would wait for whoever does not read, and for ever for whoever has hung up.
    if (ctx.body instanceof Readable) ctx.body = await buffer(ctx.body);
  });

  return router;
}
