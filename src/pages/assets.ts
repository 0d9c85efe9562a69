import type Koa from 'koa';
import { Router } from 'koa-router';
import type { Branding } from './branding/branding.ts';

/** Serves what the pages load: the style sheet, the icon and the vendor's logo. */
export function createAssets({ css, icon, logo, stylesheetUrl, logoUrl }: Branding): Router {
  const router = new Router();

  router.get('assets', '/assets/style.css', (ctx) => {
    send(ctx, 'css', css, stylesheetUrl);
  });

  if (logo !== undefined && logoUrl !== undefined) {
    router.get('assets', '/assets/logo', (ctx) => {
      // As an image nothing in it runs anyway; this is for whoever opens its address.
      ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
      send(ctx, logo.type, logo.bytes, logoUrl);
    });
  }

  for (const path of ['/favicon.svg', '/favicon.ico']) {
    router.get('assets', path, (ctx) => {
      ctx.set('Cache-Control', 'public, max-age=86400');
      ctx.set('X-Content-Type-Options', 'nosniff');
      ctx.type = 'svg';
      ctx.body = icon;
    });
  }

  return router;
}

/** @param url where it stands, with the hash of its content */
function send(ctx: Koa.Context, type: string, body: string | Buffer, url: string): void {
  const hash = url.slice(url.indexOf('=') + 1);
  // Only under its own hash is it forever: a newer page may ask an older server during a roll-out.
  const forever = ctx.query['v'] === hash;
  ctx.set('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.status = 200;
  ctx.etag = hash;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = type;
  ctx.body = body;
}
