import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { databaseOf, loadConfig } from '../../src/config/config.ts';
import { hashAdminToken, newAdminToken } from '../../src/rules/admin-token.ts';
import { newId } from '../../src/rules/ids.ts';
import { countRows, openSession } from '../support/database.ts';
import { createInstallation, type Installation } from '../support/installation.ts';
import { storedNames } from '../support/uploads.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

it('a server that is killed during an upload leaves no version, and no file that counts', async () => {
  const config = loadConfig(installation.env);
  const token = newAdminToken();
  await installation.store.adminTokens.create({
    id: newId(),
    name: 'test',
    tokenHash: hashAdminToken(token),
    expiresAt: null,
    now: new Date(),
  });
  const server = await installation.startServer();
  const outgoing = request(`${server.url}/admin/v1/uploads?filename=setup.exe`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Length': 2_000_000 },
  });
  outgoing.on('error', () => undefined);
  outgoing.write(Buffer.alloc(1_000_000));
  while ((await storedNames(config)).length === 0) await setTimeout(5);
  const closed = new Promise((resolve) => outgoing.once('close', resolve));
  await server.stop('SIGKILL');
  await closed;

  expect(await storedNames(config)).toEqual([expect.stringMatching(/^\d+\.part$/)]);
  const session = await openSession(databaseOf(config));
  const counts = await countRows(session, ['uploads', 'versions']);
  await session.close();
  expect(Object.values(counts).map(Number)).toEqual([0, 0]);
}, 60_000);
