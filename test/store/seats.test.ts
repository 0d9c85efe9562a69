import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { companyScope } from '../../src/rules/credential.ts';
import type { Client } from '../support/client.ts';
import { createClient } from '../support/client.ts';
import { build } from '../support/build.ts';
import { openSession, untilWaitedFor } from '../support/database.ts';
import { describeOnPostgres } from '../support/describe-on.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const SEATS = 5;

describe('seats', () => {
  let server: TestServer;
  let client: Client;
  let product: { id: number; code: string };
  beforeAll(async () => {
    server = await startServer();
    client = createClient(server, await build(server.store).apiKey());
    product = await build(server.store).product({ authorization_method: 'license-key' });
  });
  afterAll(() => server.close());

  async function newKey(): Promise<string> {
    const licenseKey = crypto.randomUUID();
    await build(server.store).license({
      product_id: product.id,
      license_key: licenseKey,
      max_activations: SEATS,
    });
    return licenseKey;
  }

  function activate(licenseKey: string, hardwareId: string) {
    const body = { hardware_id: hardwareId, product: product.code, license_key: licenseKey };
    return client.call('activateLicense', { body });
  }

  async function stored(licenseKey: string) {
    const query = { productId: product.id, scope: companyScope, holder: { licenseKey } };
    const [found] = await server.store.seats.findCandidates(query, server.clock.now());
    return found?.license.times_activated;
  }

  it('are never oversold: 100 devices at once on 5 seats, 5 rounds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = await newKey();
      const replies = await Promise.all(
        Array.from({ length: 100 }, (_, index) => activate(key, `device-${index}`)),
      );
      const granted = replies.filter(({ status }) => status === 200);
      const codes = new Set(
        replies.filter((one) => one.status !== 200).map((one) => one.body['code']),
      );
      expect(granted).toHaveLength(SEATS);
      expect([...codes]).toEqual(['license_activated_max_times']);
      expect(await stored(key)).toBe(SEATS);
    }
  });

  it('are taken once by a device that activates 50 times at once', async () => {
    const key = await newKey();
    const replies = await Promise.all(Array.from({ length: 50 }, () => activate(key, 'one')));
    const answers = new Set(replies.map(({ status, body }) => `${status} ${String(body['id'])}`));
    expect(answers.size).toBe(1);
    expect(replies[0]?.status).toBe(200);
    expect(await stored(key)).toBe(1);
  });

  it('are given back once, however often a device is deactivated', async () => {
    const key = await newKey();
    await activate(key, 'one');
    const body = { hardware_id: 'one', product: product.code, license_key: key };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => client.call('deactivateLicense', { body })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await stored(key)).toBe(0);
  });
});

describeOnPostgres('a license that is assigned while an activation waits for another', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('is not activated without its lock: its counter equals the number of its devices', async () => {
    const make = build(server.store);
    const client = createClient(server, await make.apiKey());
    const { id: productId, code: product } = await make.product();
    const password = 'correct horse battery staple';
    const { id: userId, email: username } = await make.user({ password });
    const { id: held } = await make.license({ product_id: productId, userId });
    const { id: other } = await make.license({ product_id: productId, createdAt: new Date() });
    const lock = (id: number) => `select id from licenses where id = ${id} for update`;

    const database = databaseOf(server.config);
    const [holder, rival] = [await openSession(database), await openSession(database)];
    for (const sql of ['begin', lock(held)]) await holder.query(sql);
    const body = { product, username, password, hardware_id: 'one' };
    const activation = client.call('activateLicense', { body });
    await untilWaitedFor(holder, database);
    await server.store.assignments.assign(other, userId, null);
    for (const sql of ['begin', lock(other)]) await rival.query(sql);
    await holder.query('commit');
    await setTimeout(500);
    await rival.query(
      `insert into devices (id, license_id, hardware_id, active, fields, variables, activated_at, updated_at)
       values (1, ${other}, 'one', 1, '{}', '{}', 0, 0)`,
    );
    await rival.query(`update licenses set times_activated = 1 where id = ${other}`);
    await rival.query('commit');

    const answer = await activation;
    const counts = await rival.query('select times_activated from licenses');
    await holder.close();
    await rival.close();
    expect(answer.body).toMatchObject({ id: held });
    expect(counts).toEqual([{ times_activated: 1 }, { times_activated: 1 }]);
  });
});
