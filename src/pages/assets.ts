import { Router } from 'koa-router';
import { fileOf, sendStatic } from '../web/static/static-file.ts';
import { type Branding, script } from './branding/branding.ts';

/** Serves the assets of the pages: style sheet, script, icon and the vendor's logo. */
export function createAssets(branding: Branding): Router {
  const router = new Router();
  const style = fileOf(branding.css, 'text/css; charset=utf-8');
  const showPassword = fileOf(script, 'text/javascript; charset=utf-8');
  const icon = fileOf(branding.icon, 'image/svg+xml');

  router.get('assets', '/assets/style.css', (ctx) => sendStatic(ctx, style));
  router.get('assets', '/assets/show-password.js', (ctx) => sendStatic(ctx, showPassword));

  if (branding.logo !== undefined) {
    const logo = fileOf(branding.logo.bytes, branding.logo.type);
    router.get('assets', '/assets/logo', async (ctx) => {
      await sendStatic(ctx, logo);
      // Scripts in an image never run on a page; this is for opening the URL of the logo itself.
      ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    });
  }

  for (const path of ['/favicon.svg', '/favicon.ico']) {
    router.get('assets', path, (ctx) => sendStatic(ctx, icon));
  }
  return router;
}
