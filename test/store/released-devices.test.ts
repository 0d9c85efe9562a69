import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOf } from '../../src/config/config.ts';
import { MOST_RELEASED } from '../../src/store/tables/seats.ts';
import { build } from '../support/build.ts';
import { createClient } from '../support/client.ts';
import { openSession } from '../support/database.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe('released devices', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('are deleted beyond a limit, the first released first', async () => {
    const make = build(server.store);
    const client = createClient(server, await make.apiKey());
    const product = await make.product({ authorization_method: 'license-key' });
    const { id } = await make.license({
      product_id: product.id,
      license_key: 'K',
      max_activations: 1,
    });
    const session = await openSession(databaseOf(server.config));
    const rows = Array.from({ length: MOST_RELEASED }, (_, index) => {
      return `(${index + 1}, ${id}, 'old-${index + 1}', 0, 0, '{}', '{}', 0, 0, ${index + 1})`;
    });
    await session.query(
      'insert into devices (id, license_id, hardware_id, active, vacated, fields, variables, activated_at, ' +
        `created_at, updated_at) values ${rows.join(', ')}`,
    );
    for (const hardware_id of ['a', 'b', 'c', 'd']) {
      const body = { product: product.code, license_key: 'K', hardware_id };
      expect((await client.call('activateLicense', { body })).status).toBe(200);
      expect((await client.call('deactivateLicense', { body })).status).toBe(200);
    }
    const released = await session.query(
      `select hardware_id from devices where license_id = ${id} and active = 0 and vacated = 0 order by updated_at`,
    );
    const vacated = await session.query(
      `select hardware_id from devices where license_id = ${id} and vacated = 1`,
    );
    const [license] = await session.query(`select vacated_seats from licenses where id = ${id}`);
    await session.close();
    // Three transfers: a, b and c have passed on their seats, so three of the oldest devices are deleted.
    expect(released).toHaveLength(MOST_RELEASED);
    expect(released[0]).toMatchObject({ hardware_id: 'old-4' });
    expect(vacated).toMatchObject([{ hardware_id: 'd' }]);
    expect(Number(license?.['vacated_seats'])).toBe(1);
  });
});
