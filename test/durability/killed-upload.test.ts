import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Config, databaseOf, loadConfig } from '../../src/config/config.ts';
import { cleanUpFiles } from '../../src/files/clean-up-files.ts';
import { filesFolder } from '../../src/files/file-path.ts';
import { createLog } from '../../src/observability/log.ts';
import { hashAdminToken, newAdminToken } from '../../src/rules/admin-token.ts';
import { newId } from '../../src/rules/ids.ts';
import { countRows, openSession } from '../support/database.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { watch, withStrace } from '../support/strace.ts';
import { storedNames } from '../support/uploads.ts';

const token = newAdminToken();

let installation: Installation;
let config: Config;
beforeAll(async () => {
  installation = await createInstallation();
  config = loadConfig(installation.env);
  await installation.store.adminTokens.create({
    id: newId(),
    name: 'test',
    tokenHash: hashAdminToken(token),
    expiresAt: null,
    now: new Date(),
  });
});
afterEach(cleanUpTomorrow);
afterAll(() => installation.close());

/** Begins an upload of this many bytes. */
function begin({ url }: ServerProcess, size: number) {
  const outgoing = request(`${url}/admin/v1/uploads?filename=setup.exe`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Length': size },
  });
  outgoing.on('error', () => undefined);
  return outgoing;
}

/** Sends a whole file. @returns the status; undefined when no answer came */
function upload(server: ServerProcess, content: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    begin(server, content.length)
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('close', () => resolve(undefined))
      .end(content);
  });
}

/** What another server does with what is left after a day. */
async function cleanUpTomorrow(): Promise<void> {
  const { store } = installation;
  const clock = () => new Date(Date.now() + 26 * 3_600_000);
  await cleanUpFiles({ store, config, clock, log: createLog('silent') });
}

async function countUploads(): Promise<number[]> {
  const session = await openSession(databaseOf(config));
  const counts = await countRows(session, ['uploads', 'versions']);
  await session.close();
  return Object.values(counts).map(Number);
}

it('a server that is killed during an upload leaves no version, and no file that counts', async () => {
  const server = await installation.startServer();
  const outgoing = begin(server, 2_000_000);
  outgoing.write(Buffer.alloc(1_000_000));
  while ((await storedNames(config)).length === 0) await setTimeout(5);
  const closed = new Promise((resolve) => outgoing.once('close', resolve));
  await server.stop('SIGKILL');
  await closed;

  expect(await storedNames(config)).toEqual([expect.stringMatching(/^\d+\.part$/)]);
  expect(await countUploads()).toEqual([0, 0]);
}, 60_000);

withStrace.it(
  'a server that is killed before a file gets its name leaves a whole one, which is deleted after a day',
  async () => {
    const server = await installation.startServer();
    const tracer = await watch(server.pid, ['-e', 'inject=rename:signal=SIGKILL']);
    expect(await upload(server, Buffer.alloc(1_000_000))).toBeUndefined();
    await tracer.end();

    const [name = '', ...others] = await storedNames(config);
    expect([name, ...others]).toEqual([expect.stringMatching(/^\d+\.part$/)]);
    expect((await stat(join(filesFolder(config), name))).size).toBe(1_000_000);
    // The row comes first. A file with its name and without a row would stay for ever.
    expect(await countUploads()).toEqual([1, 0]);
    await cleanUpTomorrow();
    expect(await storedNames(config)).toEqual([]);
    expect(await countUploads()).toEqual([0, 0]);
  },
  60_000,
);

withStrace.it(
  'a file is on the disk before it gets its name, and the name before the answer',
  async () => {
    const server = await installation.startServer();
    const tracer = await watch(server.pid, ['-y', '-e', 'trace=fsync,fdatasync,rename']);
    expect(await upload(server, Buffer.alloc(1_000_000))).toBe(201);
    const report = await tracer.end();
    await server.stop('SIGKILL');

    const folder = filesFolder(config);
    const calls = report.split('\n').filter((line) => line.includes(folder));
    expect(calls).toEqual([
      expect.stringMatching(/ (fsync|fdatasync)\(.*\/\d+\.part>/),
      expect.stringMatching(/ rename\(".*\/(\d+)\.part", ".*\/\1"/),
      expect.stringMatching(/ (fsync|fdatasync)\(.*\/files>/),
    ]);
  },
  60_000,
);
