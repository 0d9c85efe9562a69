import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { createWorld, goodCall, withoutTable, withWorld, type World } from '../contract/world.ts';
import { openSession } from '../support/database.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.server.close());

/** What readiness answers while the database is changed. */
async function readinessWith(change: string, undo: string): Promise<[number, object]> {
  const session = await openSession(databaseOf(world.server.config));
  await session.query(change);
  const { status, body } = await world.client.call('getReadiness', { headers: [] });
  await session.query(undo);
  await session.close();
  return [status, body];
}

describe('getReadiness of a ready server', () => {
  it('responds with ok', async () => {
    const { status, body } = await world.client.call('getReadiness', { headers: [] });
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });

  it('responds with ok after a newer release has migrated the database', async () => {
    const readiness = await readinessWith(
      "insert into kysely_migration (name, timestamp) values ('9999-newer', 'now')",
      "delete from kysely_migration where name = '9999-newer'",
    );
    expect(readiness).toEqual([200, { status: 'ok' }]);
  });
});

describe('getReadiness of a server that is not ready', () => {
  it('responds with 503 and database when the database cannot be read', async () => {
    const work = () => world.client.call('getReadiness', { headers: [] });
    const { status, body } = await withoutTable(world.server, 'products', work);
    expect([status, body]).toEqual([503, { status: 'unavailable', failed: 'database' }]);
    expect(world.server.logs).toContainEqual(
      expect.objectContaining({ msg: 'not ready', need: 'database', err: expect.anything() }),
    );
    expect((await work()).status).toBe(200);
  });

  it('responds with 503 and migrations when a migration is not applied', async () => {
    const readiness = await readinessWith(
      "update kysely_migration set name = '9999-newer' where name = '0001-tables'",
      "update kysely_migration set name = '0001-tables' where name = '9999-newer'",
    );
    expect(readiness).toEqual([503, { status: 'unavailable', failed: 'migrations' }]);
  });

  it('responds with 503 and keys when this instance has another secret key', async () => {
    const readiness = await readinessWith(
      "update signing_keys set secret = 'x' || secret where purpose = 'response'",
      "update signing_keys set secret = substr(secret, 2) where purpose = 'response'",
    );
    expect(readiness).toEqual([503, { status: 'unavailable', failed: 'keys' }]);
  });

  it('responds with 503 and running after a signal to stop', async () => {
    await withWorld({}, async (ending) => {
      const call = await goodCall(ending, 'getProductDetails');
      ending.server.stopping.abort();
      const { status, body } = await ending.client.call('getReadiness', { headers: [] });
      expect([status, body]).toEqual([503, { status: 'unavailable', failed: 'running' }]);
      expect((await ending.client.call('getLiveness', { headers: [] })).status).toBe(200);
      expect((await ending.client.call('getProductDetails', call)).status).toBe(200);
    });
  });
});
