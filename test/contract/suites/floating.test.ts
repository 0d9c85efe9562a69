import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { newFloating } from '../new-floating.ts';
import { startWorld, later, type World } from '../world.ts';

type License = components['schemas']['License'];
type Fields = Record<string, string>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Floating licenses: slots at activation and check */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = async (body: Fields) =>
    (await world.client.call<License>('activateLicense', { body })).body;
  const check = async (query: Fields) =>
    (await world.client.call<License>('checkLicense', { query })).body;
  const refusal = async (query: Fields) =>
    (await world.client.refused('checkLicense', { query })).code;

  const floating = (count: number, over?: Parameters<typeof newFloating>[2]) =>
    newFloating(world, count, over);

  /** How many devices hold a slot. */
  async function holders(id: number): Promise<number> {
    const { slots } = world.server.store;
    const pool = { licenseId: id, licenseFeatureId: 0 };
    return slots.count(pool, world.server.clock.now());
  }

  describe('the slots of a floating license', () => {
    it('are taken at activation while there are free ones, and activation succeeds without', async () => {
      const { activated } = await floating(3, { floating_users: 2 });
      expect(activated.map(({ floating_in_use }) => floating_in_use)).toEqual([true, true, false]);
      expect(activated[2]).toMatchObject({
        is_floating: false,
        is_floating_cloud: true,
        floating_timeout: 30,
        times_activated: 3,
        can_borrow: false,
        max_borrow_time: 0,
        is_borrowed: false,
        borrowed_until: null,
      });
    });

    it('are renewed by a check, and refused when all are in use', async () => {
      const { devices } = await floating(2);
      expect(await check(devices.a)).toMatchObject({ floating_in_use: true });
      const { code, message } = await world.client.refused('checkLicense', { query: devices.b });
      expect({ code, message }).toEqual({
        code: 'floating_not_available',
        message: 'No available slots for floating license: all 1 are in use.',
      });
      expect(await activate(devices.b)).toMatchObject({ floating_in_use: false });
      await later(world.server, 29 * MINUTE, async () => {
        expect(await check(devices.a)).toMatchObject({ floating_in_use: true });
      });
      await later(world.server, 58 * MINUTE, async () => {
        expect(await refusal(devices.b)).toBe('floating_not_available');
      });
    });

    it('are free at the first full minute after the timeout, and go to whoever asks first', async () => {
      const { devices } = await floating(2);
      const toTheMinute = MINUTE - (world.server.clock.now().getTime() % MINUTE);
      await later(world.server, 30 * MINUTE, async () => {
        expect(await refusal(devices.b)).toBe('floating_not_available');
      });
      await later(world.server, 30 * MINUTE + toTheMinute, async () => {
        expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
        expect(await refusal(devices.a)).toBe('floating_not_available');
        expect(await activate(devices.a)).toMatchObject({ floating_in_use: false });
      });
    });

    it('have the timeout of the product unless the license names one', async () => {
      const { devices, activated } = await floating(2, { floating_timeout: null });
      expect(activated[0]?.floating_timeout).toBe(120);
      await updateRow(world.server, 'products', world.keyProduct.id, { floating_timeout: 5 });
      expect(await check(devices.a)).toMatchObject({ floating_timeout: 5, floating_in_use: true });
      await later(world.server, 6 * MINUTE, async () => {
        expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
      });
      await updateRow(world.server, 'products', world.keyProduct.id, { floating_timeout: 120 });
    });

    it('are freed by a deactivation', async () => {
      const { devices } = await floating(2);
      await world.client.call('deactivateLicense', { body: devices.a });
      expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
      expect(await refusal(devices.a)).toBe('device_not_found');
      expect(await activate(devices.a)).toMatchObject({ floating_in_use: false });
    });

    it('are as many as active devices without a number', async () => {
      const { activated } = await floating(3, { floating_users: null });
      expect(activated.map(({ floating_in_use }) => floating_in_use)).toEqual([true, true, true]);
    });

    it('stay with their devices when there are fewer, until enough are free', async () => {
      const { id, devices } = await floating(3, { floating_users: 2 });
      await updateRow(world.server, 'licenses', id, { floating_users: 1 });
      expect(await check(devices.a)).toMatchObject({ floating_in_use: true });
      expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
      await world.client.call('deactivateLicense', { body: devices.a });
      expect(await refusal(devices.c)).toBe('floating_not_available');
      await world.client.call('deactivateLicense', { body: devices.b });
      expect(await check(devices.c)).toMatchObject({ floating_in_use: true });
    });

    it('are not given by an expired license, which is checked without', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { devices } = await floating(2, { license_type: 'time-limited', valid_until });
      await later(world.server, 2 * DAY, async () => {
        const expired = { is_expired: true, floating_in_use: false };
        expect(await check(devices.a)).toMatchObject(expired);
        expect(await check(devices.b)).toMatchObject(expired);
      });
    });

    it('are not taken or renewed by a read-only API key, which is refused where one is needed', async () => {
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { devices } = await floating(2, { license_type: 'time-limited', valid_until });
      const read = (query: Fields) => readOnly.call<License>('checkLicense', { query });
      const codeOf = async (query: Fields) =>
        (await readOnly.refused('checkLicense', { query })).code;
      await later(world.server, 20 * MINUTE, async () => {
        expect((await read(devices.a)).body).toMatchObject({ floating_in_use: true });
        expect(await codeOf(devices.b)).toBe('read_only_api_key');
      });
      await later(world.server, 31 * MINUTE, async () => {
        expect(await codeOf(devices.a)).toBe('read_only_api_key');
        expect(await check(devices.b)).toMatchObject({ floating_in_use: true });
      });
      await later(world.server, 2 * DAY, async () => {
        expect((await read(devices.a)).body).toMatchObject({ is_expired: true });
      });
    });

    it('are not needed for a license that is not floating', async () => {
      const { activated, devices } = await floating(2, {
        floating: false,
        floating_users: null,
        floating_timeout: null,
      });
      expect(activated[1]).toMatchObject({ is_floating_cloud: false, floating_timeout: 0 });
      expect(await check(devices.b)).not.toHaveProperty('floating_in_use');
    });

    it('are refused in an audit entry of the license', async () => {
      const { id, devices } = await floating(2);
      await refusal(devices.b);
      const { items } = await world.server.store.audit.list(
        { about: { licenseKey: devices.b.license_key }, outcome: 'refused' },
        { limit: 1 },
      );
      const subject = expect.objectContaining({ kind: 'license', id }) as unknown;
      expect(items).toMatchObject([{ code: 'floating_not_available', subject }]);
    });

    it('are never held by more devices than there are, whatever arrives at once', async () => {
      const { id, devices } = await floating(1, { floating_users: 7 });
      const all = Array.from({ length: 100 }, (_, index) => ({
        ...devices.a,
        hardware_id: `device ${index}`,
      }));
      const activated = await Promise.all(all.map((body) => activate(body)));
      expect(activated.filter(({ floating_in_use }) => floating_in_use)).toHaveLength(6);
      await later(world.server, DAY, async () => {
        // Each twice: a device that checks twice at once holds one slot.
        const checks = await Promise.all(
          [...all, ...all].map((query) => world.client.call('checkLicense', { query })),
        );
        const granted = checks.filter(({ status }) => status === 200);
        const names = new Set(granted.map(({ body }) => body['hardware_id']));
        expect(names.size).toBe(7);
        expect(await holders(id)).toBe(7);
      });
    });

    it('are not lost or doubled when silent devices return while others take their slots', async () => {
      const { id, devices } = await floating(3, { floating_users: 2 });
      for (let round = 1; round <= 10; round += 1) {
        await later(world.server, round * 31 * MINUTE, async () => {
          const checks = await Promise.all(
            Object.values(devices).map((query) => world.client.call('checkLicense', { query })),
          );
          expect(checks.map(({ status }) => status).sort()).toEqual([200, 200, 400]);
          expect(await holders(id)).toBe(2);
        });
      }
    });
  });
});
