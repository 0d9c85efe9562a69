import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { cleanUp } from '../../src/jobs/clean-up.ts';
import { startHeartbeat } from '../../src/jobs/heartbeat.ts';
import { createSealing } from '../../src/security/sealing.ts';
import { newSecretKey, parseSecretKeys } from '../../src/security/secret-key.ts';
import { openSession, type Session } from '../support/database.ts';
import { databaseOf } from '../../src/config/config.ts';
import { sealingWith } from '../support/sealing.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const MINUTE = 60_000;

let server: TestServer;
let session: Session;
beforeAll(async () => {
  server = await startServer({ now: new Date('2026-06-15T12:00:00Z') });
  session = await openSession(databaseOf(server.config));
});
afterAll(async () => {
  await session.close();
  await server.close();
});
beforeEach(() => session.query('delete from running_servers'));

const log = pino({ enabled: false });
const running = () => server.store.runningServers.list(server.clock.now());

describe('startHeartbeat', () => {
  it('records the server and the IDs of its secret keys until it stops', async () => {
    const sealing = sealingWith(newSecretKey(), newSecretKey());
    const stop = await startHeartbeat({ ...server.deps, sealing });
    expect(await running()).toEqual([
      {
        id: expect.any(String) as unknown,
        name: expect.stringContaining(`(process ${process.pid})`) as unknown,
        secretKeyIds: sealing.keyIds,
      },
    ]);
    await stop();
    expect(await running()).toEqual([]);
  });

  it('reads the secret keys again at each heartbeat', async () => {
    let keys = newSecretKey();
    const sealing = createSealing(() => parseSecretKeys(keys) ?? []);
    const before = sealing.keyId;
    const stop = await startHeartbeat({ ...server.deps, sealing }, 5);
    keys = `${newSecretKey()},${keys}`;
    while ((await running())[0]?.secretKeyIds.length !== 2) await setTimeout(5);
    expect((await running())[0]?.secretKeyIds[1]).toBe(before);
    await stop();
  });

  it('continues while the secret keys cannot be read', async () => {
    let keys: string | undefined = newSecretKey();
    const sealing = createSealing(() => {
      if (keys === undefined) throw new Error('there is no such file');
      return parseSecretKeys(keys) ?? [];
    });
    const warned = Promise.withResolvers<unknown>();
    const noticing = { ...log, warn: (fields: unknown) => warned.resolve(fields) };
    const stop = await startHeartbeat({ ...server.deps, log: noticing as never, sealing }, 5);
    const [first] = sealing.keyIds;
    keys = undefined;
    expect(await warned.promise).toMatchObject({ err: { message: 'there is no such file' } });
    expect(sealing.keyIds).toEqual([first]);
    await stop();
  });

  it('keeps a killed server as running for a minute and deletes it after an hour', async () => {
    const { runningServers } = server.store;
    const killed = { id: 'killed', name: 'killed (process 1)', secretKeyIds: ['0123456789abcdef'] };
    await runningServers.heartbeat(killed, server.clock.now());
    server.clock.advance(MINUTE - 1);
    expect(await running()).toEqual([killed]);
    server.clock.advance(1);
    expect(await running()).toEqual([]);
    await cleanUp(server.deps);
    expect(await session.query('select id from running_servers')).toHaveLength(1);
    server.clock.advance(60 * MINUTE);
    await cleanUp(server.deps);
    expect(await session.query('select id from running_servers')).toEqual([]);
  });
});
