import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../support/client.ts';
import { createWorld, later, type World } from '../contract/world.ts';

const HOUR = 3_600_000;

describe('new trials', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ env: { LATCHKEY_RATE_LIMITS: 'trial=3,trial-anywhere=5' } });
  });
  afterAll(() => world.server.close());

  const newProduct = () =>
    world.make.product({ authorization_method: 'license-key', allow_trial: true });
  const ask = async (product: string, device: number, client = world.client) => {
    const query = { product, hardware_id: `device ${device}` };
    return (await client.call('getTrialKey', { query })).status;
  };

  it('are limited for an API key at an address, and known ones are returned', async () => {
    const { id, code } = await newProduct();
    const statuses = await Promise.all([0, 1, 2, 3, 4, 5].map((device) => ask(code, device)));
    expect(statuses.sort()).toEqual([200, 200, 200, 429, 429, 429]);
    const { items, total } = await world.server.store.licenses.list(
      { product_id: id },
      { limit: 10 },
    );
    expect(total).toBe(3);
    for (const { trial_holder: holder } of items) {
      const query = { product: code, hardware_id: holder ?? '' };
      expect((await world.client.call('getTrialKey', { query })).status).toBe(200);
    }
    const other = createClient(world.server, await world.make.apiKey());
    expect(await ask(code, 6, other)).toBe(200);
    await later(world.server, HOUR, async () => expect(await ask(code, 7)).toBe(200));
  });
});
