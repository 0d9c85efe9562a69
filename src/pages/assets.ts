import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Router } from 'koa-router';

const style = read('style.css');
const hash = createHash('sha256').update(style).digest('base64url').slice(0, 12);
const icon = read('mark.eta');

/** Where the pages find their style sheet: another text, another address. */
export const stylesheetUrl = `/assets/style.css?v=${hash}`;

/** Serves what the pages load: the style sheet and the icon, both read once. */
export function createAssets(): Router {
  const router = new Router();

  router.get('assets', '/assets/style.css', (ctx) => {
    // Only under its own hash is it forever: a newer page may ask an older server during a roll-out.
    const forever = ctx.query.v === hash;
    ctx.set('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.status = 200;
    ctx.etag = hash;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
    ctx.type = 'css';
    ctx.body = style;
  });

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

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
