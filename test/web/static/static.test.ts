import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { writeSite } from '../../../docs/build/write-site.ts';
import { createDocs } from '../../../src/docs/docs.ts';
import { createAssets } from '../../../src/pages/assets.ts';
import { chooseEncoding, isKnown } from '../../../src/web/static/negotiate.ts';
import { plainBranding } from '../../pages/plain-branding.ts';
import { http } from '../../support/http.ts';

const page = `<h1>Latchkey</h1>${'<p>The same again.</p>'.repeat(5_000)}`;
const script = 'console.log(1);'.repeat(200);

const { stylesheetUrl } = plainBranding;

let folder: string;
let server: Server;
let base: string;
/** What was sent, request by request. */
const bodies: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-static-'));
  const files = { 'index.html': page, 'site.js': script, 'mark.svg': '<svg/>' };
  await writeSite(folder, new Map(Object.entries(files)));
  const app = new Koa();
  app.use(async (ctx, next) => {
    await next();
    bodies.push(ctx.body);
  });
  app.use(createDocs(folder).routes());
  app.use(createAssets(plainBranding).routes());
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(base + path, { method, headers });

describe('sendStatic', () => {
  const paths = ['/docs/', '/docs/site.js', '/openapi.yaml', stylesheetUrl];

  it.each(paths)('sends %s compressed when the client accepts it', async (path) => {
    const { text: plain } = await http(base + path);
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [encoding, decompress] of Object.entries(unpack)) {
      const { headers, body } = await raw(path, `Accept-Encoding: ${encoding}\r\n`);
      expect(headers).toMatch(new RegExp(`^content-encoding: ${encoding}\r$`, 'im'));
      expect(headers).toMatch(/^vary: accept-encoding\r$/im);
      expect(decompress(body).toString()).toBe(plain);
      expect(body.length).toBeLessThan(plain.length / 2);
    }
  });

  it.each(paths)('responds with 304 when the client has %s', async (path) => {
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(path, { 'If-None-Match': known });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
    }
    expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it.each(paths)('responds to HEAD of %s with the headers of GET', async (path) => {
    const names = ['content-length', 'content-type', 'etag', 'cache-control', 'vary'];
    const facts = async (method: string) => {
      const { status, headers } = await get(path, { 'Accept-Encoding': 'identity' }, method);
      return [status, ...names.map((name) => headers.get(name))];
    };
    const asked = await facts('HEAD');
    expect(asked).toEqual(await facts('GET'));
    expect(asked).not.toContain(null);
  });

  it('uses another ETag for each encoding', async () => {
    const tags = ['br', 'gzip', 'identity'].map(async (encoding) => {
      return (await get('/docs/', { 'Accept-Encoding': encoding })).headers.get('etag');
    });
    expect(new Set(await Promise.all(tags)).size).toBe(3);
  });

  it('allows caching forever with the hash, and revalidation otherwise', async () => {
    const kept = async (path: string) => (await get(path)).headers.get('cache-control');
    const tag = (await get('/docs/site.js', { 'Accept-Encoding': 'identity' })).headers.get('etag');
    expect(await kept(`/docs/site.js?v=${tag?.slice(1, -1) ?? ''}`)).toContain('immutable');
    for (const path of ['/docs/site.js', '/docs/site.js?v=other', '/docs/']) {
      expect(await kept(path)).toBe('no-cache');
    }
  });

  it('sends the media type and forbids frames', async () => {
    const { headers } = await get('/docs/');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
  });

  it('serves only files of the listing', async () => {
    const absent = [
      'files.json',
      'index.html.br',
      '../../../package.json',
      '%2e%2e/package.json',
      '',
    ];
    for (const name of absent.map((one) => `/docs/none${one}`).concat('/docs/files.json')) {
      expect((await get(name)).status).toBe(404);
    }
  });

  it('shares one buffer between all clients', async () => {
    bodies.length = 0;
    const { port } = server.address() as AddressInfo;
    const asks = 'GET /docs/ HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(16);
    const sockets = Array.from({ length: 10 }, () => connect(port, '127.0.0.1').pause());
    for (const socket of sockets) socket.write(asks);
    // All were answered, though nobody reads.
    while (bodies.length < 160) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(Buffer.isBuffer(bodies[0])).toBe(true);
    expect(new Set(bodies).size).toBe(1);
    for (const socket of sockets) socket.destroy();
  });
});

describe('chooseEncoding', () => {
  it.each([
    ['', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0.000, *', 'gzip'],
    ['*;q=0', undefined],
    ['identity', undefined],
    [';;,,=;q', undefined],
  ] as const)('for "%s" is %s', (accepted, expected) => {
    expect(chooseEncoding(accepted, ['br', 'gzip'])).toBe(expected);
  });

  it('never chooses an encoding that the file does not have', () => {
    expect(chooseEncoding('br, gzip', [])).toBeUndefined();
  });
});

describe('isKnown', () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['a', false],
    ['"ab"', false],
    ['', false],
  ])('for %s is %s', (header, expected) => {
    expect(isKnown('"a"', header)).toBe(expected);
  });
});

/** An answer as it goes over the wire. */
async function raw(path: string, headers: string): Promise<{ headers: string; body: Buffer }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers}\r\n`);
  const answer = Buffer.concat((await socket.toArray()) as Buffer[]);
  const end = answer.indexOf('\r\n\r\n');
  return { headers: answer.subarray(0, end + 2).toString(), body: answer.subarray(end + 4) };
}
