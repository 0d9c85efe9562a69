import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { build } from '../support/build.ts';
import { createClient, type Client } from '../support/client.ts';
import { openSession, type Session } from '../support/database.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const MINUTE = 60_000;

describe('the time a device was last seen', () => {
  let server: TestServer;
  let session: Session;
  let client: Client;
  let reader: Client;
  let asked: { product: string; license_key: string; hardware_id: string };
  beforeAll(async () => {
    server = await startServer();
    session = await openSession(databaseOf(server.config));
    client = createClient(server, await build(server.store).apiKey());
    reader = createClient(server, await build(server.store).apiKey({ read_only: true }));
  });
  afterAll(async () => {
    await session.close();
    await server.close();
  });
  beforeEach(async () => {
    const { id, code } = await build(server.store).product({ authorization_method: 'license-key' });
    const licenseKey = crypto.randomUUID();
    await build(server.store).license({
      product_id: id,
      license_key: licenseKey,
      license_type: 'consumption',
    });
    asked = { product: code, license_key: licenseKey, hardware_id: `of ${code}` };
    await client.call('activateLicense', { body: asked });
  });

  async function lastSeen(): Promise<number> {
    const [row] = await session.query(
      `select last_seen_at from devices where hardware_id = '${asked.hardware_id}'`,
    );
    return Number(row?.['last_seen_at']);
  }

  async function checkAfter(minutes: number, by = client, report: object = {}): Promise<number> {
    server.clock.advance(minutes * MINUTE);
    const { status } = await by.call('checkLicense', { query: { ...asked, ...report } });
    expect(status).toBe(200);
    return lastSeen();
  }

  /** The clock of a test goes on by itself too, by less than this. */
  const about = (minutes: number, since: number, seen: number) => {
    expect(seen - since).toBeGreaterThanOrEqual(minutes * MINUTE);
    expect(seen - since).toBeLessThan((minutes + 10) * MINUTE);
  };

  it('is stored by the first activation and by later ones', async () => {
    const activated = await lastSeen();
    about(0, activated, server.clock.now().getTime());
    server.clock.advance(30 * MINUTE);
    await client.call('activateLicense', { body: asked });
    about(30, activated, await lastSeen());
  });

  it('is stored by counted use, at most once an hour', async () => {
    const count = async (minutes: number) => {
      server.clock.advance(minutes * MINUTE);
      expect((await client.call('addConsumption', { body: asked })).status).toBe(200);
      return lastSeen();
    };
    const activated = await lastSeen();
    expect(await count(40)).toBe(activated);
    about(60, activated, await count(20));
  });

  it('is stored by a check, at most once an hour', async () => {
    const activated = await lastSeen();
    expect(await checkAfter(40)).toBe(activated);
    const seen = await checkAfter(20);
    about(60, activated, seen);
    expect(await checkAfter(40)).toBe(seen);
    about(60, seen, await checkAfter(20));
  });

  it('is stored with changed device details in the same write', async () => {
    const activated = await lastSeen();
    about(30, activated, await checkAfter(30, client, { os_ver: 'Windows 11' }));
  });

  it('is stored by a check of a bundle, for each of its licenses', async () => {
    const make = build(server.store);
    const method = { authorization_method: 'license-key' } as const;
    const bundle = await make.bundle([await make.product(method), await make.product(method)]);
    const { license_key } = await make.bundleLicense(bundle);
    const hardware_id = `of ${bundle.code}`;
    const device = { product: bundle.code, license_key: license_key ?? '', hardware_id };
    await client.call('activateBundle', { body: device });
    const seen = async () => {
      const rows = await session.query(
        `select last_seen_at from devices where hardware_id = '${hardware_id}' order by id`,
      );
      return rows.map((row) => Number(row['last_seen_at']));
    };
    const activated = await seen();
    const checkedAfter = async (minutes: number, by = client) => {
      server.clock.advance(minutes * MINUTE);
      expect((await by.call('checkBundle', { query: device })).status).toBe(200);
      return seen();
    };
    expect(activated).toHaveLength(2);
    expect(await checkedAfter(40)).toEqual(activated);
    expect(await checkedAfter(40, reader)).toEqual(activated);
    const later = await checkedAfter(20);
    later.forEach((time, index) => about(100, activated[index] ?? 0, time));
  });

  it('is not stored for a read-only API key', async () => {
    const activated = await lastSeen();
    expect(await checkAfter(600, reader)).toBe(activated);
  });
});
