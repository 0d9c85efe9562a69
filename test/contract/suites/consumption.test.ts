import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, later, newKeyLicense, type World } from '../world.ts';

type Consumption = components['schemas']['Consumption'];
type License = components['schemas']['License'];

const DAY = 86_400_000;

/** `POST /api/v4/add_consumption`, and consumptions at deactivation */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  /** An active device of a new license that counts its use. */
  async function bound(over: Parameters<typeof newKeyLicense>[1] = {}) {
    const { id, fields } = await newKeyLicense(world, { license_type: 'consumption', ...over });
    const device = { ...fields, hardware_id: 'a' };
    await world.client.call('activateLicense', { body: device });
    return { id, device };
  }
  type Fields = Record<string, unknown>;
  const add = async (body: Fields) =>
    (await world.client.call<Consumption>('addConsumption', { body })).body;
  const refusal = async (body: Fields) =>
    (await world.client.refused('addConsumption', { body })).code;
  const check = async (query: Record<string, string>) =>
    (await world.client.call<License>('checkLicense', { query })).body;

  describe('counting the use of a license', () => {
    it('adds one unless a number is named, and returns the counter', async () => {
      const { id, device } = await bound({ max_consumptions: 10, consumption_period: 'monthly' });
      const counter = {
        id,
        max_consumptions: 10,
        allow_unlimited_consumptions: false,
        allow_negative_consumptions: false,
        allow_overages: false,
        max_overages: 0,
        reset_consumption: true,
        consumption_period: 'monthly',
        company: { id: 1 },
      };
      expect(await add(device)).toEqual({ ...counter, total_consumptions: 1 });
      expect(await add({ ...device, consumptions: 5 })).toEqual({
        ...counter,
        total_consumptions: 6,
      });
      expect((await add({ ...device, consumptions: '0' })).total_consumptions).toBe(6);
      const event = ['offline_floating_consumptions_sync'];
      expect((await add({ ...device, event })).total_consumptions).toBe(7);
    });

    it('stops at the limit, and changes nothing when it refuses', async () => {
      const { device } = await bound({ max_consumptions: 3 });
      await add({ ...device, consumptions: 2 });
      const { code, message } = await world.client.refused('addConsumption', {
        body: { ...device, consumptions: 2 },
      });
      expect({ code, message }).toEqual({
        code: 'license_not_enough_consumptions',
        message: 'Not enough consumptions left: 1 of 3, and 2 requested.',
      });
      expect((await add(device)).total_consumptions).toBe(3);
    });

    it('changes the overages of the license where the product lets applications do so', async () => {
      const product = await world.make.product({
        authorization_method: 'license-key',
        clients_set_overages: true,
      });
      const license_key = randomUUID().toUpperCase();
      const { id } = await world.make.license({
        product_id: product.id,
        license_type: 'consumption',
        license_key,
        max_consumptions: 1,
      });
      const device = { product: product.code, license_key, hardware_id: 'a' };
      await world.client.call('activateLicense', { body: device });
      expect(
        await refusal({ ...device, consumptions: 3, allow_overages: true, max_overages: 1 }),
      ).toBe('license_not_enough_consumptions');
      expect(await check(device)).toMatchObject({ allow_overages: false, max_overages: 0 });
      const more = { ...device, consumptions: 3, allow_overages: 'true', max_overages: 2 };
      expect(await add(more)).toMatchObject({ id, total_consumptions: 3, max_overages: 2 });
      expect(await check(device)).toMatchObject({ allow_overages: true, max_overages: 2 });
      expect(await add({ ...device, consumptions: 0, allow_overages: false })).toMatchObject({
        allow_overages: false,
        total_consumptions: 3,
      });
    });

    it('counts overages that the license allows, and none that the request asks for', async () => {
      const { device } = await bound({
        max_consumptions: 1,
        allow_overages: true,
        max_overages: 2,
      });
      expect((await add({ ...device, consumptions: 3 })).total_consumptions).toBe(3);
      const more = { ...device, allow_overages: true, max_overages: 99 };
      expect(await refusal(more)).toBe('license_not_enough_consumptions');
    });

    it('has no limit without max_consumptions', async () => {
      const { device } = await bound();
      const counter = await add({ ...device, consumptions: 1_000_000_000 });
      expect(counter).toMatchObject({
        total_consumptions: 1_000_000_000,
        max_consumptions: 0,
        allow_unlimited_consumptions: true,
      });
    });

    it('takes use back only when the license allows it', async () => {
      const { device } = await bound();
      expect(await refusal({ ...device, consumptions: -1 })).toBe(
        'negative_consumptions_not_allowed',
      );
      const other = await bound({ allow_negative_consumptions: true });
      expect((await add({ ...other.device, consumptions: -2 })).total_consumptions).toBe(-2);
    });

    it('starts again at 0 after a reset, also for a check', async () => {
      const { device } = await bound({ max_consumptions: 3, consumption_period: 'daily' });
      await add({ ...device, consumptions: 3 });
      await later(world.server, DAY, async () => {
        expect((await check(device)).total_consumptions).toBe(0);
        expect((await add(device)).total_consumptions).toBe(1);
      });
    });

    it('is shown by activation and check for licenses of this type alone', async () => {
      const { device } = await bound({ max_consumptions: 3 });
      await add(device);
      const names = ['max_consumptions', 'total_consumptions', 'allow_unlimited_consumptions'];
      expect(await check(device)).toMatchObject({
        license_type: 'consumption',
        max_consumptions: 3,
        total_consumptions: 1,
        reset_consumption: false,
        consumption_period: null,
      });
      const plain = await bound({ license_type: 'perpetual' });
      expect(Object.keys(await check(plain.device))).not.toEqual(expect.arrayContaining(names));
    });

    it('is exact when many devices count at the same time', async () => {
      const { id, device } = await bound({ max_consumptions: 50, max_activations: null });
      const devices = Array.from({ length: 8 }, (_, index) => ({
        ...device,
        hardware_id: `device ${index}`,
      }));
      for (const body of devices) await world.client.call('activateLicense', { body });
      const answers = await Promise.all(
        Array.from({ length: 80 }, (_, index) =>
          world.client.call('addConsumption', { body: devices[index % devices.length] ?? {} }),
        ),
      );
      const counted = answers.filter(({ status }) => status === 200);
      expect(counted).toHaveLength(50);
      const totals = counted.map(({ body }) => Number(body['total_consumptions']));
      expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      expect((await world.server.store.licenses.find(id))?.total_consumptions).toBe(50);
    });

    it.each([
      ['a number that is not whole', 1.5],
      ['too large a number', 1_000_000_001],
      ['a text', 'many'],
    ])('is refused with %s', async (_, consumptions) => {
      const { device } = await bound();
      expect(await refusal({ ...device, consumptions })).toBe('validation_error');
    });

    it('is refused in the documented order', async () => {
      const { id, fields } = await newKeyLicense(world, { enabled: false });
      const device = { ...fields, hardware_id: 'a' };
      expect(await refusal({ ...device, license_key: 'AAAA' })).toBe('license_not_found');
      expect(await refusal(device)).toBe('license_not_active');
      await updateRow(world.server, 'licenses', id, { enabled: true });
      await world.client.call('activateLicense', { body: device });
      await updateRow(world.server, 'licenses', id, { enabled: false });
      expect(await refusal({ ...device, hardware_id: 'b' })).toBe('license_not_enabled');
      await updateRow(world.server, 'licenses', id, { enabled: true });
      expect(await refusal({ ...device, hardware_id: 'b' })).toBe('license_not_consumption');
      const counting = await bound();
      expect(await refusal({ ...counting.device, hardware_id: 'b' })).toBe('device_not_found');
    });

    it('is refused for a license that has expired', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { device } = await bound({ valid_until });
      await later(world.server, 2 * DAY, async () =>
        expect(await refusal(device)).toBe('license_expired'),
      );
    });

    it('is refused in an audit entry of the license', async () => {
      const { id, device } = await bound({ max_consumptions: 0 });
      await refusal(device);
      await refusal({ ...device, consumptions: -1 });
      const { items } = await world.server.store.audit.list(
        { about: { licenseKey: device.license_key }, outcome: 'refused' },
        { limit: 2 },
      );
      const subject = expect.objectContaining({ kind: 'license', id }) as unknown;
      expect(items).toMatchObject([
        { code: 'negative_consumptions_not_allowed', subject },
        { code: 'license_not_enough_consumptions', subject },
      ]);
    });

    it('is refused to a read-only API key', async () => {
      const { device } = await bound();
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      expect((await readOnly.refused('addConsumption', { body: device })).code).toBe(
        'read_only_api_key',
      );
    });
  });

  describe('the consumptions of a deactivation', () => {
    const deactivate = (body: Fields) => world.client.call('deactivateLicense', { body });

    it('are counted before the device is released', async () => {
      const { id, device } = await bound({ max_consumptions: 3 });
      expect((await deactivate({ ...device, consumptions: 2 })).status).toBe(200);
      const license = await world.server.store.licenses.find(id);
      expect(license).toMatchObject({ total_consumptions: 2, times_activated: 0 });
    });

    it('keep the device active when they are refused', async () => {
      const { device } = await bound({ max_consumptions: 3 });
      const { code } = await world.client.refused('deactivateLicense', {
        body: { ...device, consumptions: 4 },
      });
      expect(code).toBe('license_not_enough_consumptions');
      const negative = { ...device, consumptions: -1 };
      expect((await world.client.refused('deactivateLicense', { body: negative })).code).toBe(
        'negative_consumptions_not_allowed',
      );
      expect(await check(device)).toMatchObject({ times_activated: 1, total_consumptions: 0 });
    });

    it('are ignored for a license of another type', async () => {
      const { device } = await bound({ license_type: 'perpetual' });
      expect((await deactivate({ ...device, consumptions: 4 })).status).toBe(200);
    });
  });
});
