import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, truncate } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../generated/openapi.d.ts';
import { filePath } from '../../src/files/file-path.ts';
import { linkTo } from '../../src/files/link-to.ts';
import { createAdminWorld, type AdminWorld } from '../contract/admin/world.ts';
import { later } from '../contract/world.ts';
import { createClient } from '../support/client.ts';
import { watch, withStrace } from '../support/strace.ts';
import { download, upload } from '../support/uploads.ts';

type Schemas = components['schemas'];

const HOUR = 3_600_000;
const CONTENT = randomBytes(300_000);
const SHA256 = createHash('sha256').update(CONTENT).digest();

let world: AdminWorld;
beforeAll(async () => {
  world = await createAdminWorld({ env: { LATCHKEY_LINK_LIFETIME: '2' } });
});
afterAll(() => world.server.close());

/** A stored file of a new version. @returns its link, as an application gets it */
async function stored(content: string | Buffer = CONTENT, filename = 'setup.exe') {
  const { make, server, client } = world;
  const product = await make.product({ authorization_method: 'license-key' });
  const file = await upload(client, content, { filename });
  const body = { product_id: product.id, version: '1.0', upload_id: file.id };
  const made = await client.call<Schemas['AdminVersion']>('createProductVersion', { body });
  const license_key = `KEY-${file.id}`;
  await make.license({ product_id: product.id, license_key });
  const application = createClient(server, await make.apiKey());
  const device = { product: product.code, license_key, hardware_id: 'a' };
  await application.call('activateLicense', { body: device });
  const answer = await application.call<Schemas['InstallationFile']>('getInstallationFile', {
    query: device,
  });
  return { url: answer.body.installation_file, file, version: made.body };
}

describe('the link to a stored file', () => {
  it('downloads it, without a key', async () => {
    const { url } = await stored();
    expect(url).toMatch(new RegExp(`^${world.server.url}/files/[\\w.-]+/setup\\.exe$`));
    expect(url.length).toBeLessThan(120);
    const { status, bytes, headers } = await download(url);
    expect(status).toBe(200);
    expect(bytes.equals(CONTENT)).toBe(true);
    expect(headers).toMatchObject({
      'content-length': String(CONTENT.length),
      'content-disposition': 'attachment; filename="setup.exe"',
      'accept-ranges': 'bytes',
      etag: `"${SHA256.toString('hex')}"`,
      'repr-digest': `sha-256=:${SHA256.toString('base64')}:`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  it('has the type of its name, and names in any script', async () => {
    const types = {
      'setup.dmg': 'application/x-apple-diskimage',
      'a.zip': 'application/zip',
      'no ending': 'application/octet-stream',
    };
    for (const [name, type] of Object.entries(types)) {
      const { url } = await stored('x', name);
      expect((await download(url)).headers['content-type']).toBe(type);
    }
    const { url } = await stored('x', 'größer "1" 製品.exe');
    const { headers, status } = await download(url);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain(
      "filename*=UTF-8''gr%C3%B6%C3%9Fer%20%221%22%20%E8%A3%BD%E5%93%81.exe",
    );
  });

  it('is a whole URL, whatever characters the name has', async () => {
    const { url } = await stored('x', 'C# 100%? ü.exe');
    expect(new URL(url).href).toBe(url);
    expect(url.endsWith('/C%23%20100%25%3F%20%C3%BC.exe')).toBe(true);
    expect((await download(url)).status).toBe(200);
  });

  it('answers HEAD without the file', async () => {
    const { url } = await stored();
    const { status, bytes, headers } = await download(url, {}, 'HEAD');
    expect({ status, size: bytes.length }).toEqual({ status: 200, size: 0 });
    expect(headers['content-length']).toBe(String(CONTENT.length));
  });

  it('sends ranges, so that a download can be continued, with another link too', async () => {
    const { url, version } = await stored();
    const first = await download(url, { Range: 'bytes=0-99999' });
    expect(first.status).toBe(206);
    expect(first.headers['content-range']).toBe(`bytes 0-99999/${CONTENT.length}`);
    const etag = String(first.headers['etag']);
    const other = linkTo(
      world.server.deps,
      version,
      new Date(world.server.clock.now().getTime() + HOUR),
    );
    expect(other).not.toBe(url);
    const rest = await download(other, { Range: 'bytes=100000-', 'If-Range': etag });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([first.bytes, rest.bytes]).equals(CONTENT)).toBe(true);
    expect((await download(url, { Range: 'bytes=-5' })).bytes.equals(CONTENT.subarray(-5))).toBe(
      true,
    );
    expect((await download(url, { Range: 'bytes=0-9', 'If-Range': '"other"' })).status).toBe(200);
    const unmet = await download(url, { Range: `bytes=${CONTENT.length}-` });
    expect({
      status: unmet.status,
      range: unmet.headers['content-range'],
      text: unmet.text,
    }).toEqual({
      status: 416,
      range: `bytes */${CONTENT.length}`,
      text: '',
    });
  });

  it('knows what the client has already', async () => {
    const { url } = await stored();
    const etag = `"${SHA256.toString('hex')}"`;
    expect((await download(url, { 'If-None-Match': etag })).status).toBe(304);
    expect((await download(url, { 'If-None-Match': '"other"' })).status).toBe(200);
    expect((await download(url, { 'If-Match': '"other"' })).status).toBe(412);
  });

  it('works for as long as the setting says', async () => {
    const { url } = await stored();
    await later(world.server, 2 * HOUR - 1_000, async () =>
      expect((await download(url)).status).toBe(200),
    );
    await later(world.server, 2 * HOUR, async () => {
      const { status, text } = await download(url);
      expect(status).toBe(404);
      expect(JSON.parse(text)).toMatchObject({ code: 'not_found', message: /expired/ });
    });
  });

  it('works for nothing else: another file, another time, another text', async () => {
    const { url, file } = await stored();
    const other = await stored('another');
    const [, link = ''] = /\/files\/([^/]+)\//.exec(url) ?? [];
    const [id = '', end = '', signature = ''] = link.split('.');
    const later36 = (parseInt(end, 36) + 1).toString(36);
    // The last character has four bits that mean nothing: another spelling of the same bytes.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet[alphabet.indexOf(signature.at(-1) ?? '') + 1] ?? '';
    for (const wrong of [
      `${other.file.id}.${end}.${signature}`,
      `${id}.${later36}.${signature}`,
      `0${id}.${end}.${signature}`,
      `${id}.${end}.${signature.slice(1)}A`,
      `${id}.${end}.${signature}A`,
      `${id}.${end}.${signature.slice(0, -1)}${last}`,
      `${id}.${end}.`,
      `${id}.${end}`,
      String(file.id),
      '..%2f..%2fsecret-key',
      '%2e%2e',
    ]) {
      expect((await download(url.replace(link, wrong))).status).toBe(404);
    }
    for (const path of [`/files/${link}`, `/files/${link}/a/b`, '/files/', '/files']) {
      expect((await download(world.server.url + path)).status).toBe(404);
    }
    // The name at the end names the download, and no file.
    const raw = await download(url.replace('setup.exe', '..%2f..%2fsecret-key'));
    expect(raw.bytes.equals(CONTENT)).toBe(true);
    expect((await download(url, {}, 'POST')).headers['allow']).toBe('GET, HEAD');
  });

  it('ends when its version is disabled or deleted', async () => {
    const { url, version } = await stored();
    const path = { id: version.id };
    await world.client.call('updateProductVersion', { path, body: { enabled: false } });
    expect((await download(url)).status).toBe(404);
    await world.client.call('updateProductVersion', { path, body: { enabled: true } });
    expect((await download(url)).status).toBe(200);
    await world.client.call('deleteProductVersion', { path });
    expect((await download(url)).status).toBe(404);
  });

  it('is in no log', async () => {
    const { url } = await stored();
    await download(url);
    const logged = JSON.stringify(world.server.logs);
    expect(logged).toContain('/files/{link}/{filename}');
    expect(logged).not.toContain(url.split('/').at(-2));
  });

  it.each([
    ['is not in the data folder', (path: string) => rm(path)],
    ['is not whole', (path: string) => truncate(path, 299_999)],
  ])('reports a file that %s as a fault of the server', async (_, spoil) => {
    const { url, file } = await stored();
    await spoil(filePath(world.server.config, file.id));
    const { status, headers, text } = await download(url);
    expect(status).toBe(500);
    expect(headers).not.toHaveProperty('content-disposition');
    expect(headers).not.toHaveProperty('etag');
    expect(text).not.toContain(world.server.config.dataDir);
  });
});

describe('a file that gets shorter while it is sent', () => {
  it.each(['keep-alive', 'close'])(
    'cuts the connection, so that the client knows (Connection: %s)',
    async (connection) => {
      const size = 9 * 1_048_576;
      const { url, file } = await stored(Buffer.alloc(size));
      const agent = new Agent({ keepAlive: connection === 'keep-alive' });
      const outgoing = request(url, { agent });
      outgoing.end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      await once(response, 'readable');
      await truncate(filePath(world.server.config, file.id), size / 2);
      await expect(buffer(response)).rejects.toMatchObject({ code: 'ECONNRESET' });
      agent.destroy();
      expect(response).toMatchObject({ statusCode: 200, complete: false });
      expect(world.server.logs).toContainEqual(
        expect.objectContaining({ level: 50, msg: 'download cut off', file: String(file.id) }),
      );
    },
  );
});

withStrace.it('a file that the disk cannot read to its end cuts the connection', async () => {
  const { url, file } = await stored(Buffer.alloc(9 * 1_048_576));
  const path = filePath(world.server.config, file.id);
  const read = 'read,pread64';
  const options = ['-P', path, '-e', `trace=${read}`, '-e', `inject=${read}:error=EIO:when=5+`];
  const tracer = await watch(process.pid, options);
  try {
    await expect(download(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  } finally {
    await tracer.end();
  }
  expect(world.server.logs).toContainEqual(
    expect.objectContaining({
      msg: 'download cut off',
      file: String(file.id),
      err: expect.objectContaining({ code: 'EIO' }),
    }),
  );
});

describe('clients that go away', () => {
  it('leave no file open', async () => {
    const { url } = await stored(Buffer.alloc(9 * 1_048_576));
    for (let round = 0; round < 20; round += 1) {
      const outgoing = request(url, { agent: false });
      outgoing.on('error', () => undefined);
      outgoing.end();
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      await once(response, 'data');
      response.destroy();
    }
    expect((await download(url)).status).toBe(200);
    const { readdirSync, readlinkSync } = await import('node:fs');
    const open = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    });
    expect(open.filter((path) => path.startsWith(world.server.config.dataDir + '/files'))).toEqual(
      [],
    );
  });
});
