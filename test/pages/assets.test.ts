import { describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import request from 'supertest';
import { createAssets } from '../../src/pages/assets.ts';
import { plainBranding } from './plain-branding.ts';

const { stylesheetUrl } = plainBranding;
const callback = new Koa().use(createAssets(plainBranding).routes()).callback();

describe('the style sheet', () => {
  it('is cached forever with its own hash', async () => {
    const reply = await request(callback).get(stylesheetUrl).expect(200);
    expect(reply.type).toBe('text/css');
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  it('is revalidated with any other hash', async () => {
    const reply = await request(callback).get('/assets/style.css?v=newer').expect(200);
    expect(reply.headers['cache-control']).toBe('no-cache');
    const etag = reply.headers.etag as string;
    await request(callback).get('/assets/style.css').set('If-None-Match', etag).expect(304);
  });

  it('loads nothing from other hosts', async () => {
    const { text } = await request(callback).get(stylesheetUrl);
    expect(text).not.toMatch(/url\(|@import|@font-face/);
  });
});

it.each(['/favicon.svg', '/favicon.ico'])('%s is the logo of Latchkey', async (path) => {
  const reply = await request(callback).get(path).expect(200);
  expect(reply.type).toBe('image/svg+xml');
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
});
