import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import Koa from 'koa';
import { createDocs } from '../src/docs.ts';
import { http } from './support/http.ts';

it('no page of the docs stays open for whoever does not read it', async () => {
  const site = await mkdtemp(join(tmpdir(), 'latchkey-docs-'));
  await writeFile(join(site, 'index.html'), '<h1>Latchkey</h1>');
  const bodies: unknown[] = [];
  const app = new Koa();
  app.use(async (ctx, next) => {
    await next();
    bodies.push(ctx.body);
  });
  app.use(createDocs(site).routes());
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const { status, headers, text } = await http(`http://127.0.0.1:${port}/docs/`);
  expect({ status, text }).toEqual({ status: 200, text: '<h1>Latchkey</h1>' });
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
  expect(headers).toMatchObject({ 'content-length': '17', 'last-modified': expect.anything() });
  expect(bodies.map((body) => Buffer.isBuffer(body))).toEqual([true]);

  server.close();
  await rm(site, { recursive: true });
});
