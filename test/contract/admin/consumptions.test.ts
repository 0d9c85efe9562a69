import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminClient, createAdminClient } from '../../support/admin-client.ts';
import { createWorld, later, newKeyLicense, type World } from '../world.ts';

type Days = components['schemas']['AdminConsumptionDayList'];

const DAY = 86_400_000;

/** `/admin/v1/licenses/{id}/consumptions`, and what applications count */
describe('the Admin API', () => {
  let world: World;
  let admin: AdminClient;
  beforeAll(async () => {
    world = await createWorld();
    admin = await createAdminClient(world.server);
  });
  afterAll(() => world.server.close());

  /** A license that counts, active on a device. */
  async function counting(over: Parameters<typeof newKeyLicense>[1] = {}) {
    const { id, fields } = await newKeyLicense(world, {
      license_type: 'consumption',
      allow_negative_consumptions: true,
      ...over,
    });
    const device = { ...fields, hardware_id: 'a' };
    await world.client.call('activateLicense', { body: device });
    const count = (consumptions: number) =>
      world.client.call('addConsumption', { body: { ...device, consumptions } });
    return { id, device, count };
  }
  const list = async (id: number, query: Record<string, string | number> = {}) =>
    (await admin.call<Days>('listConsumptions', { path: { id }, query })).body;
  const today = (days = 0) =>
    new Date(world.server.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);

  describe('the use of a license by day', () => {
    it('is the sum of what was counted, less what was taken back', async () => {
      const { id, count } = await counting();
      for (const consumptions of [5, 7, -2]) await count(consumptions);
      await later(world.server, DAY, () => count(4));
      expect(await list(id)).toEqual({
        items: [
          { day: today(1), feature_code: null, consumptions: 4 },
          { day: today(), feature_code: null, consumptions: 10 },
        ],
        total: 2,
        next_cursor: null,
      });
    });

    it('has what a deactivation counts', async () => {
      const { id, device } = await counting();
      await world.client.call('deactivateLicense', { body: { ...device, consumptions: 3 } });
      expect((await list(id)).items).toMatchObject([{ consumptions: 3 }]);
    });

    it('has nothing that was refused', async () => {
      const { id, count } = await counting({ max_consumptions: 5 });
      await count(4);
      expect((await count(2)).status).toBe(400);
      expect((await list(id)).items).toMatchObject([{ consumptions: 4 }]);
    });

    it('stays when the counter starts again at 0', async () => {
      const { id, count } = await counting({ consumption_period: 'daily' });
      await count(5);
      await later(world.server, DAY, () => count(1));
      expect((await list(id)).items.map(({ consumptions }) => consumptions)).toEqual([1, 5]);
    });

    it('is listed between two times, and by feature', async () => {
      const { id, count } = await counting();
      for (const days of [0, 1, 2]) await later(world.server, days * DAY, () => count(days + 1));
      const between = { from: `${today(1)}T00:00:00Z`, to: `${today(2)}T00:00:00Z` };
      expect((await list(id, between)).items).toMatchObject([{ day: today(1) }]);
      expect(await list(id, { feature_code: 'export' })).toMatchObject({ items: [], total: 0 });
    });

    it('is exact when many devices count at once', async () => {
      const { id, count } = await counting({ max_consumptions: 20 });
      await Promise.all(Array.from({ length: 30 }, () => count(1)));
      expect((await list(id)).items).toMatchObject([{ consumptions: 20 }]);
    });

    it('is deleted with its license', async () => {
      const { id, device, count } = await counting();
      await count(1);
      await world.client.call('deactivateLicense', { body: device });
      expect((await admin.call('deleteLicense', { path: { id } })).status).toBe(204);
    });
  });
});
