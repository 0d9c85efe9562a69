import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { filePath, filesFolder } from '../../src/files/file-path.ts';
import { cleanUpFiles } from '../../src/files/clean-up-files.ts';
import { type AdminWorld, createAdminWorld, newVersion } from '../contract/admin/world.ts';
import { later } from '../contract/world.ts';
import { countRows, openSession } from '../support/database.ts';
import { storedNames, upload } from '../support/uploads.ts';

const MIB = 1_048_576;
const HOUR = 3_600_000;

let world: AdminWorld;
beforeAll(async () => {
  world = await createAdminWorld({ env: { LATCHKEY_MAX_UPLOAD: '10' } });
});
afterAll(() => world.server.close());

const rows = async () => {
  const session = await openSession(databaseOf(world.server.config));
  const { uploads } = (await countRows(session, ['uploads'])) as { uploads: number | string };
  await session.close();
  return Number(uploads);
};
/** What is stored: files and rows. */
const stored = async () => ({ files: await storedNames(world.server.config), rows: await rows() });
const refused = (rawBody: string | Buffer, more: Record<string, unknown> = {}) =>
  world.client.refused('createUpload', {
    query: { filename: 'setup.exe' },
    contentType: 'application/octet-stream',
    rawBody,
    ...more,
  });

/** Begins an upload. @returns the request, whose body is not complete */
function begin(headers: Record<string, string | number>, agent: Agent | false = false) {
  const outgoing = request(`${world.server.url}/admin/v1/uploads?filename=setup.exe`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${world.client.token}`, ...headers },
    agent,
  });
  outgoing.on('error', () => undefined);
  return outgoing;
}

describe('an upload', () => {
  it('is stored as it is, with its size and hashes', async () => {
    const content = randomBytes(3 * MIB);
    const file = await upload(world.client, content);
    const hash = (name: string) => createHash(name).update(content).digest('hex');
    expect(file).toEqual({
      id: expect.any(Number),
      filename: 'setup.exe',
      size: content.length,
      hash_md5: hash('md5'),
      hash_sha256: hash('sha256'),
    });
    expect((await readFile(filePath(world.server.config, file.id))).equals(content)).toBe(true);
    expect(await storedNames(world.server.config)).not.toContain(`${file.id}.part`);
  });

  it('is refused when its hash is another one, and nothing is stored', async () => {
    const before = await stored();
    for (const [name, length] of [
      ['hash_md5', 32],
      ['hash_sha256', 64],
    ] as const) {
      const query = { filename: 'setup.exe', [name]: 'a'.repeat(length) };
      const { code, message } = await refused('content', { query });
      expect(code).toBe('validation_error');
      expect(message).toContain(`query.${name}: the file that arrived has the hash`);
    }
    expect(await stored()).toEqual(before);
    const hash_md5 = createHash('md5').update('content').digest('hex').toUpperCase();
    expect((await upload(world.client, 'content', { hash_md5 })).size).toBe(7);
  });

  it('is refused above the limit, whether its size is known before or not', async () => {
    const before = await stored();
    expect((await refused(Buffer.alloc(11 * MIB))).code).toBe('payload_too_large');
    const outgoing = begin({ 'Transfer-Encoding': 'chunked' });
    const answered = once(outgoing, 'response') as Promise<[{ statusCode: number }]>;
    for (let sent = 0; sent <= 10; sent += 1) outgoing.write(Buffer.alloc(MIB));
    const [{ statusCode }] = await answered;
    outgoing.destroy();
    expect(statusCode).toBe(413);
    expect(await stored()).toEqual(before);
    expect((await upload(world.client, Buffer.alloc(10 * MIB))).size).toBe(10 * MIB);
  });

  it('is refused before it is sent when it says that it is above the limit', async () => {
    const outgoing = begin({ 'Content-Length': 10 * MIB + 1 });
    outgoing.flushHeaders();
    const [response] = (await once(outgoing, 'response')) as [{ statusCode: number }];
    outgoing.destroy();
    expect(response.statusCode).toBe(413);
  });

  it('leaves its connection to other requests after a refusal', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sending = begin({ 'Transfer-Encoding': 'chunked' }, agent);
    for (let sent = 0; sent <= 12; sent += 1) sending.write(Buffer.alloc(MIB));
    sending.end();
    const answered = async (outgoing: ClientRequest) => {
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };
    expect(await answered(sending)).toBe(413);
    const port = sending.socket?.localPort;
    const next = request(`${world.server.url}/health/live`, { agent });
    next.end();
    expect(await answered(next)).toBe(200);
    expect(next.socket?.localPort).toBe(port);
    agent.destroy();
  });

  it('can be read by the user of the server alone', async () => {
    const { id } = await upload(world.client, 'content');
    const { config } = world.server;
    const rights = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await rights(filePath(config, id))).toBe(0o600);
    expect(await rights(filesFolder(config))).toBe(0o700);
  });

  it('may take longer than other requests', async () => {
    const outgoing = begin({ 'Content-Length': 2 });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    outgoing.write('a');
    // Another body is cut off after four seconds.
    await setTimeout(5_000);
    outgoing.end('b');
    const [{ statusCode }] = await answered;
    expect(statusCode).toBe(201);
  });

  it('that is cut off leaves nothing', async () => {
    const before = await stored();
    const outgoing = begin({ 'Content-Length': 2 * MIB });
    outgoing.write(Buffer.alloc(MIB));
    while ((await storedNames(world.server.config)).length === before.files.length) {
      await setTimeout(5);
    }
    outgoing.destroy();
    while ((await storedNames(world.server.config)).length > before.files.length) {
      await setTimeout(5);
    }
    expect(await stored()).toEqual(before);
  });

  it('is refused when it is empty, encoded, of another type, or has a folder in its name', async () => {
    const before = await stored();
    expect((await refused('')).code).toBe('validation_error');
    for (const contentType of ['text/plain', 'multipart/form-data']) {
      expect((await refused('x', { contentType })).code).toBe('unsupported_media_type');
    }
    for (const filename of ['', '../x', 'a/b', 'a\\b', 'a\nb', 'x'.repeat(129)]) {
      expect((await refused('x', { query: { filename } })).code).toBe('validation_error');
    }
    expect((await refused('x', { query: {} })).code).toBe('missing_parameters');
    expect(await stored()).toEqual(before);
  });

  it('is deleted after a day when no version has taken it', async () => {
    const taken = await upload(world.client, 'taken');
    const left = await upload(world.client, 'left');
    await newVersion(world, { url: null, upload_id: taken.id });
    const used = await world.server.store.uploads.use(taken.id, new Date(0));
    expect(used?.size).toBe(5);
    const body = { product_id: (await world.make.product()).id, version: '1', upload_id: left.id };
    await later(world.server, 24 * HOUR + 1, async () => {
      const late = await world.client.refused('createProductVersion', { body });
      expect(late.message).toContain('of the last 24 hours');
      await cleanUpFiles(world.server.deps);
      expect(await storedNames(world.server.config)).toContain(String(left.id));
    });
    await later(world.server, 26 * HOUR, () => cleanUpFiles(world.server.deps));
    const names = await storedNames(world.server.config);
    expect(names).toContain(String(taken.id));
    expect(names).not.toContain(String(left.id));
  });
});

describe('what a killed server had received', () => {
  it('is deleted after a day', async () => {
    const { config, deps, clock } = world.server;
    await upload(world.client, 'makes the folder');
    const parts = ['1.part', '2.part'].map((name) => join(filesFolder(config), name));
    for (const part of parts) await writeFile(part, 'half');
    const old = new Date(clock.now().getTime() - 26 * HOUR);
    await utimes(parts[0] ?? '', old, old);
    await cleanUpFiles(deps);
    const names = await storedNames(config);
    expect(names).toContain('2.part');
    expect(names).not.toContain('1.part');
  });
});

describe('the file of a version', () => {
  const newStored = async () => {
    const { id } = await world.make.product();
    const file = await upload(world.client, 'the first');
    const body = { product_id: id, version: '1.0', upload_id: file.id };
    const made = await world.client.call<{ id: number }>('createProductVersion', { body });
    return { file, path: { id: made.body.id } };
  };
  const has = async (id: number) => (await storedNames(world.server.config)).includes(String(id));

  it('is deleted with it', async () => {
    const { file, path } = await newStored();
    const before = await rows();
    await world.client.call('deleteProductVersion', { path });
    expect(await has(file.id)).toBe(false);
    expect(await rows()).toBe(before - 1);
  });

  it('is deleted when the version gets another one', async () => {
    const { file, path } = await newStored();
    const other = await upload(world.client, 'the second');
    await world.client.call('updateProductVersion', { path, body: { upload_id: other.id } });
    expect(await has(file.id)).toBe(false);
    expect(await has(other.id)).toBe(true);
  });

  it('stays when a change is refused', async () => {
    const { file, path } = await newStored();
    await world.client.refused('deleteProductVersion', { path, ifMatch: '"99"' });
    expect(await has(file.id)).toBe(true);
  });
});
