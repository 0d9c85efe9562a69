import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/config.ts';
import { hashAdminToken, newAdminToken } from '../../src/rules/admin-token.ts';
import { newId } from '../../src/rules/ids.ts';
import { dialect } from '../support/database.ts';
import { type Answer, createInstallation, type Installation } from '../support/installation.ts';
import { execute, urlOf } from '../support/postgres-databases.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { mayMount, mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { needing } from '../support/needing.ts';
import { storedNames } from '../support/uploads.ts';

const whereMayMount = needing('the right to mount a disk', await mayMount());

whereMayMount.describe('a server on a full disk', () => {
  let disk: SmallDisk;
  let postgres: PostgresServer | undefined;
  let installation: Installation;
  let server: ServerProcess;
  beforeAll(async () => {
    disk = await mountSmallDisk();
    if (dialect() === 'postgres') {
      postgres = await startPostgres();
      await execute(postgres.url, `create tablespace small location '${disk.folder}'`);
      await execute(postgres.url, 'create database latchkey tablespace small');
      installation = await createInstallation({ databaseUrl: urlOf(postgres.url, 'latchkey') });
    } else {
      const dataDir = join(disk.folder, 'data');
      await mkdir(dataDir);
      installation = await createInstallation({ dataDir });
    }
    server = await installation.startServer();
  }, 60_000);
  afterAll(async () => {
    await installation.close();
    await postgres?.close();
    await disk.unmount();
  });

  it('responds with 503 to writes and uploads, loses no acknowledged activation, and allows reads', async () => {
    const licenseKey = await installation.newLicense(null);
    const token = newAdminToken();
    await installation.store.adminTokens.create({
      id: newId(),
      name: 'test',
      tokenHash: hashAdminToken(token),
      expiresAt: null,
      now: new Date(),
    });
    const acknowledged: string[] = [];
    const activate = async (): Promise<Answer> => {
      const hardwareId = randomUUID();
      const answer = await installation.activate(server.url, licenseKey, hardwareId);
      if (answer.status === 200) acknowledged.push(hardwareId);
      return answer;
    };
    expect((await activate()).status).toBe(200);

    await disk.fill();
    let answer = await activate();
    // First fill the room that the database has reserved.
    for (let more = 0; more < 2_000 && answer.status === 200; more += 1) answer = await activate();
    expect(answer).toMatchObject({
      status: 503,
      body: { status: 503, code: 'service_unavailable' },
      headers: { 'retry-after': expect.stringMatching(/^[1-9]/) },
    });
    const config = loadConfig(installation.env);
    const files = await storedNames(config);
    const sent = await fetch(`${server.url}/admin/v1/uploads?filename=setup.exe`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/octet-stream',
      },
      body: Buffer.alloc(1_000_000),
    });
    expect(sent.status).toBe(503);
    expect(Number(sent.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await storedNames(config)).toEqual(files);

    const [first = ''] = acknowledged;
    expect((await installation.check(server.url, licenseKey, first)).status).toBe(200);

    await disk.free();
    expect((await activate()).status).toBe(200);
    const { counted, devices } = await installation.stored(licenseKey);
    expect(acknowledged.filter((id) => !devices.has(id))).toEqual([]);
    expect(counted).toBe(devices.size);
  }, 120_000);
});
