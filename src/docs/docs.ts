import { fileURLToPath } from 'node:url';
import { Router } from 'koa-router';
import { contractText } from '../contract/contract.ts';
import { readFolder } from '../web/static/listing.ts';
import { fileOf, sendStatic } from '../web/static/static-file.ts';

const SITE = fileURLToPath(new URL('../../docs/site', import.meta.url));

/**
 * Serves the docs site, which `npm run docs` builds, at `/docs`, and the contract at `/openapi.yaml`.
 * @param site the folder of the built site
 */
export function createDocs(site = SITE): Router {
  const router = new Router();
  const contract = fileOf(contractText, 'application/yaml; charset=utf-8');
  const files = readFolder(site);

  router.get('contract', '/openapi.yaml', (ctx) => sendStatic(ctx, contract));

  router.get('docs', '/docs{/*path}', async (ctx) => {
    // The links between pages are relative, so this path must end with a slash.
    if (ctx.path === '/docs') return ctx.redirect('/docs/');
    const file = files.get(ctx.path.slice('/docs/'.length) || 'index.html');
    if (file === undefined) return;
    await sendStatic(ctx, file);
    // The policy in the page itself cannot contain frame-ancestors.
    ctx.set('Content-Security-Policy', "frame-ancestors 'none'");
  });

  return router;
}
