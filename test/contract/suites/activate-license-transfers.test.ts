import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, newKeyLicense, type World } from '../world.ts';

type License = components['schemas']['License'];

/** `POST /api/v4/activate_license`: a seat that moves from device to device */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (body: Record<string, unknown>) =>
    world.client.call<License>('activateLicense', { body });
  const deactivate = (body: Record<string, unknown>) =>
    world.client.call('deactivateLicense', { body });
  const refusal = async (body: Record<string, unknown>) =>
    (await world.client.refused('activateLicense', { body })).code;

  describe('activation: transfers', () => {
    const move = async (fields: Record<string, unknown>, ...devices: string[]) => {
      let count = -1;
      for (const hardware_id of devices) {
        count = (await activate({ ...fields, hardware_id })).body.transfer_count;
        await deactivate({ ...fields, hardware_id });
      }
      return count;
    };

    it('are counted when a freed seat is taken by another device', async () => {
      const { fields } = await newKeyLicense(world, { max_transfers: 9 });
      expect(await move(fields, 'a')).toBe(0);
      expect(await move(fields, 'b')).toBe(1);
      expect(await move(fields, 'a')).toBe(2);
    });

    it('are not counted when the same device returns or a free seat is taken', async () => {
      const { fields } = await newKeyLicense(world, { max_transfers: 9 });
      expect(await move(fields, 'a', 'a')).toBe(0);
      const other = await newKeyLicense(world, { max_transfers: 9 });
      await activate({ ...other.fields, hardware_id: 'a' });
      const { body } = await activate({ ...other.fields, hardware_id: 'b' });
      expect(body.transfer_count).toBe(0);
    });

    it('are counted once for each freed seat', async () => {
      const { fields } = await newKeyLicense(world, { max_transfers: 9, max_activations: 2 });
      await move(fields, 'a');
      for (const hardware_id of ['b', 'c']) {
        const { body } = await activate({ ...fields, hardware_id });
        expect(body.transfer_count).toBe(1);
      }
    });

    it('are refused above max_transfers, and the device that freed the seat may return', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 1, max_transfers: 1 });
      expect(await move(fields, 'a', 'b')).toBe(1);
      expect(await refusal({ ...fields, hardware_id: 'c' })).toBe('license_transferred_max_times');
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_transferred_max_times');
      const { body } = await activate({ ...fields, hardware_id: 'b' });
      expect(body).toMatchObject({ transfer_count: 1, max_transfers: 1 });
    });

    it('leave a device the seats that were never used when max_transfers is reached', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2, max_transfers: 1 });
      expect(await move(fields, 'a', 'b')).toBe(1);
      expect(await move(fields, 'c')).toBe(1);
      expect(await refusal({ ...fields, hardware_id: 'd' })).toBe('license_transferred_max_times');
    });

    it('are refused when the license allows none, and the device that freed the seat may return', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2, allow_transfers: false });
      expect(await move(fields, 'a', 'b', 'a')).toBe(0);
      expect(await refusal({ ...fields, hardware_id: 'c' })).toBe('license_transferred_max_times');
      const { body } = await activate({ ...fields, hardware_id: 'b' });
      expect(body).toMatchObject({ transfer_count: 0, max_transfers: 0 });
    });

    it('are allowed to a license without a limit of devices, whatever it says of transfers', async () => {
      const { fields } = await newKeyLicense(world, {
        max_activations: null,
        allow_transfers: false,
      });
      expect(await move(fields, 'a', 'b', 'c')).toBe(0);
    });

    it('are counted for each of several freed seats', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2, max_transfers: 1 });
      for (const hardware_id of ['a', 'b']) await activate({ ...fields, hardware_id });
      for (const hardware_id of ['a', 'b']) await deactivate({ ...fields, hardware_id });
      for (const hardware_id of ['c', 'b']) await activate({ ...fields, hardware_id });
      await deactivate({ ...fields, hardware_id: 'b' });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_transferred_max_times');
    });

    it('are not counted for a device that returns after another one freed a seat', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2, max_transfers: 0 });
      for (const hardware_id of ['a', 'b']) await activate({ ...fields, hardware_id });
      for (const hardware_id of ['a', 'b']) await deactivate({ ...fields, hardware_id });
      expect((await activate({ ...fields, hardware_id: 'a' })).body.transfer_count).toBe(0);
    });

    it('are unlimited when max_transfers is 0', async () => {
      const { fields } = await newKeyLicense(world, { max_transfers: 0 });
      expect(await move(fields, 'a', 'b', 'c')).toBe(2);
    });

    it('are unlimited when activations are', async () => {
      const { fields } = await newKeyLicense(world, { max_transfers: 1, max_activations: null });
      expect(await move(fields, 'a', 'b', 'c')).toBe(2);
    });
  });
});
