import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, later, newKeyLicense, type World } from '../world.ts';

type Variables = components['schemas']['DeviceVariables'];
type License = components['schemas']['License'];
type Fields = Record<string, string | number>;

const DAY = 86_400_000;

/** `POST /api/v4/track_device_variables` and `GET /api/v4/get_device_variables` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = async (body: Record<string, unknown>) =>
    (await world.client.call<License>('activateLicense', { body })).body;
  const track = async (body: Record<string, unknown>) =>
    (await world.client.call<Variables>('trackDeviceVariables', { body })).body;
  const get = async (query: Fields) =>
    (await world.client.call<Variables>('getDeviceVariables', { query })).body;

  /** A device that is bound to a new license. @returns what names it, and its id */
  async function bound(variables = {}) {
    const { id, fields } = await newKeyLicense(world);
    const device = { ...fields, hardware_id: 'a' };
    const { device_id } = await activate({ ...device, variables });
    return { device, device_id, id };
  }

  describe('the variables of a device', () => {
    it('are stored and returned with their types and times, by both operations', async () => {
      const { device, device_id } = await bound();
      const created_at = expect.any(Number) as unknown;
      const expected = [
        { variable: 'theme', value: 'dark', device_id, created_at },
        { variable: 'windows', value: 2.5, device_id, created_at },
        { variable: 'beta', value: false, device_id, created_at },
      ];
      const variables = { theme: 'dark', windows: 2.5, beta: false };
      const stored = await track({ ...device, variables });
      expect(stored).toEqual(expected);
      expect(await get(device)).toEqual(stored);
    });

    it('are none at first', async () => {
      const { device } = await bound();
      expect(await get(device)).toEqual([]);
      expect(await track({ ...device, variables: {} })).toEqual([]);
    });

    it('keep the time at which each was first stored, at activation too', async () => {
      const before = world.server.clock.now().getTime();
      const { device } = await bound({ a: 1 });
      const [first] = await get(device);
      expect((first?.created_at ?? 0) - before).toBeGreaterThanOrEqual(0);
      await later(world.server, DAY, async () => {
        const [a, b] = await track({ ...device, variables: { a: 'new', b: 2 } });
        expect(a).toEqual({ ...first, value: 'new' });
        expect((b?.created_at ?? 0) - before).toBeGreaterThanOrEqual(DAY);
      });
    });

    it('may have the name of anything that an object has', async () => {
      const { device } = await bound();
      const variables = { constructor: 1, toString: 'two', hasOwnProperty: true };
      const stored = await track({ ...device, variables });
      expect(stored.map(({ variable, value }) => [variable, value])).toEqual(
        Object.entries(variables),
      );
      const now = world.server.clock.now().getTime();
      for (const one of stored) expect(Math.abs(now - one.created_at)).toBeLessThan(DAY);
      await later(world.server, DAY, async () =>
        expect(await track({ ...device, variables })).toEqual(stored),
      );
    });

    it('are those of the device and license that the request names', async () => {
      const { device } = await bound({ of: 'a' });
      await activate({ ...device, hardware_id: 'b', variables: { of: 'b' } });
      const [one] = await get({ ...device, hardware_id: 'b' });
      expect(one?.value).toBe('b');
      const other = await bound({ of: 'another license' });
      expect((await get(other.device))[0]?.value).toBe('another license');
    });

    it('are found by the e-mail address of the license user', async () => {
      const { person, product } = world;
      const user = { product: product.code, username: person.email, hardware_id: 'of a user' };
      await activate({ ...user, password: person.password });
      await track({ ...user, variables: { a: 1 } });
      expect((await get({ ...user, username: person.email.toUpperCase() }))[0]?.value).toBe(1);
    });

    it('are seen in the Admin API and changed by no request that is refused', async () => {
      const { device } = await bound({ a: 1 });
      const many = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`v${i}`, i]));
      const body = { ...device, variables: many };
      const { code } = await world.client.refused('trackDeviceVariables', { body });
      expect(code).toBe('validation_error');
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      await readOnly.refused('trackDeviceVariables', { body: { ...device, variables: { b: 1 } } });
      expect((await get(device)).map(({ variable }) => variable)).toEqual(['a']);
    });
  });

  describe.each(['trackDeviceVariables', 'getDeviceVariables'])('%s', (operationId) => {
    const refusal = async (fields: Fields) => {
      const call =
        operationId === 'getDeviceVariables'
          ? { query: fields }
          : { body: { ...fields, variables: { a: 1 } } };
      return (await world.client.refused(operationId, call)).code;
    };

    it('is refused when there is no such license', async () => {
      const { device } = await bound();
      expect(await refusal({ ...device, license_key: 'AAAA' })).toBe('license_not_found');
      expect(await refusal({ ...device, license_id: 12 })).toBe('license_not_found');
    });

    it('is refused when the license has no device, before it is refused as disabled', async () => {
      const { id, fields } = await newKeyLicense(world);
      await updateRow(world.server, 'licenses', id, { enabled: false });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_not_active');
    });

    it('is refused when the license is disabled, before the device is looked for', async () => {
      const { device, id } = await bound();
      await updateRow(world.server, 'licenses', id, { enabled: false });
      expect(await refusal({ ...device, hardware_id: 'b' })).toBe('license_not_enabled');
      expect(await refusal(device)).toBe('license_not_enabled');
    });

    it('is refused for a device that is not active', async () => {
      const { device } = await bound();
      expect(await refusal({ ...device, hardware_id: 'b' })).toBe('device_not_found');
      await activate({ ...device, hardware_id: 'b' });
      await world.client.call('deactivateLicense', { body: device });
      expect(await refusal(device)).toBe('device_not_found');
    });
  });
});
