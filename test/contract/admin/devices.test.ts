import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminClient, createAdminClient } from '../../support/admin-client.ts';
import { createWorld, newKeyLicense, type World } from '../world.ts';

type Device = components['schemas']['AdminDevice'];
type Devices = components['schemas']['AdminDeviceList'];
type License = components['schemas']['AdminLicense'];

/** `/admin/v1/licenses/{id}/devices`, and how it goes together with the License API */
describe('the Admin API', () => {
  let world: World;
  let admin: AdminClient;
  beforeAll(async () => {
    world = await createWorld();
    admin = await createAdminClient(world.server);
  });
  afterAll(() => world.server.close());

  const devices = async (id: number, query: Record<string, string | number | boolean> = {}) =>
    (await admin.call<Devices>('listDevices', { path: { id }, query })).body.items;
  const license = async (id: number) =>
    (await admin.call<License>('getLicense', { path: { id } })).body;
  const release = (id: number, device_id: number) => ({ path: { id, device_id } });

  describe('devices', () => {
    it('are listed with their details', async () => {
      const { id, fields } = await newKeyLicense(world);
      const body = { ...fields, hardware_id: randomUUID(), os_ver: 'Windows 11' };
      await world.client.call('activateLicense', { body: { ...body, variables: { seat: 7 } } });
      expect(await devices(id)).toEqual([
        expect.objectContaining({
          license_id: id,
          hardware_id: body.hardware_id,
          active: true,
          fields: { os_ver: 'Windows 11' },
          variables: { seat: 7 },
          license_user_id: null,
          license_user_email: null,
        }),
      ]);
    });

    it('are filtered by user, hardware ID and state', async () => {
      const { person, product, license: of } = world;
      const credentials = { username: person.email, password: person.password };
      const body = { product: product.code, ...credentials, hardware_id: randomUUID() };
      await world.client.call('activateLicense', { body });
      const [device] = await devices(of.id, { hardware_id: body.hardware_id });
      expect(device).toMatchObject({ license_user_email: person.email, active: true });
      expect(await devices(of.id, { license_user_id: person.id })).toContainEqual(device);
      expect(await devices(of.id, { license_user_id: 1 })).toEqual([]);
      expect(await devices(of.id, { active: false })).toEqual([]);
    });

    it('give their seat back once, like a deactivation', async () => {
      const { id, fields } = await newKeyLicense(world, { max_activations: 1, max_transfers: 1 });
      const activate = (hardware_id: string) => ({ body: { ...fields, hardware_id } });
      await world.client.call('activateLicense', activate('one'));
      const refused = await world.client.refused('activateLicense', activate('two'));
      expect(refused.code).toBe('license_activated_max_times');

      const [device] = await devices(id);
      const call = release(id, device?.id ?? 0);
      const { body } = await admin.call<Device>('releaseDevice', call);
      expect(body).toMatchObject({ id: device?.id, active: false });
      expect(await admin.refused('releaseDevice', call)).toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('it was released before'),
      });
      expect(await license(id)).toMatchObject({ times_activated: 0 });
      const check = { query: { ...fields, hardware_id: 'one' } };
      expect((await world.client.refused('checkLicense', check)).code).toBe('license_not_active');

      await world.client.call('activateLicense', activate('two'));
      expect(await license(id)).toMatchObject({ times_activated: 1, transfer_count: 1 });
    });

    it('are released only at their own license', async () => {
      const [one, two] = [await newKeyLicense(world), await newKeyLicense(world)];
      const body = { ...one.fields, hardware_id: 'one' };
      await world.client.call('activateLicense', { body });
      const [device] = await devices(one.id);
      const { code } = await admin.refused('releaseDevice', release(two.id, device?.id ?? 0));
      expect(code).toBe('not_found');
      expect(await license(one.id)).toMatchObject({ times_activated: 1 });
    });

    it('are refused by the License API while they are blacklisted, and keep their seat', async () => {
      const { id, fields } = await newKeyLicense(world, { license_type: 'consumption' });
      const body = { ...fields, hardware_id: 'one' };
      await world.client.call('activateLicense', { body });
      const [device] = await devices(id);
      expect(device?.blacklisted).toBe(false);
      const set = (blacklisted: boolean) =>
        admin.call<Device>('updateDevice', {
          ...release(id, device?.id ?? 0),
          body: { blacklisted },
        });
      expect((await set(true)).body).toMatchObject({ blacklisted: true, active: true });
      const calls = {
        activateLicense: { body },
        checkLicense: { query: body },
        addConsumption: { body },
        trackDeviceVariables: { body: { ...body, variables: {} } },
        getDeviceVariables: { query: body },
      };
      for (const [operationId, call] of Object.entries(calls)) {
        const { code } = await world.client.refused(operationId, call);
        expect({ operationId, code }).toEqual({ operationId, code: 'blacklisted' });
      }
      expect(await license(id)).toMatchObject({ times_activated: 1 });
      const other = { body: { ...body, hardware_id: 'two' } };
      expect((await world.client.call('activateLicense', other)).status).toBe(200);

      await set(false);
      for (const [operationId, call] of Object.entries(calls)) {
        expect((await world.client.call(operationId, call)).status).toBe(200);
      }
    });

    it('lose the slot of a floating license when they are blacklisted', async () => {
      const terms = { floating: true, floating_users: 1, can_borrow: true };
      const { id, fields } = await newKeyLicense(world, terms);
      const bodies = ['one', 'two'].map((hardware_id) => ({ ...fields, hardware_id }));
      for (const body of bodies) await world.client.call('activateLicense', { body });
      const check = async (query = {}) => (await world.client.call('checkLicense', { query })).body;
      expect(await check(bodies[1])).toMatchObject({ code: 'floating_not_available' });
      const [device] = (await devices(id)).filter(({ hardware_id }) => hardware_id === 'one');
      const call = { ...release(id, device?.id ?? 0), body: { blacklisted: true } };
      await admin.call('updateDevice', call);
      expect(await check(bodies[1])).toMatchObject({ floating_in_use: true });
    });

    it('stay blacklisted after they are deactivated', async () => {
      const { id, fields } = await newKeyLicense(world);
      const body = { ...fields, hardware_id: 'one' };
      await world.client.call('activateLicense', { body });
      const [device] = await devices(id);
      const call = { ...release(id, device?.id ?? 0), body: { blacklisted: true } };
      await admin.call('updateDevice', call);
      expect((await world.client.call('deactivateLicense', { body })).status).toBe(200);
      expect((await world.client.refused('activateLicense', { body })).code).toBe('blacklisted');
    });

    it('are blacklisted only at their own license', async () => {
      const [one, two] = [await newKeyLicense(world), await newKeyLicense(world)];
      const body = { ...one.fields, hardware_id: 'one' };
      await world.client.call('activateLicense', { body });
      const [device] = await devices(one.id);
      const call = { ...release(two.id, device?.id ?? 0), body: { blacklisted: true } };
      expect((await admin.refused('updateDevice', call)).code).toBe('not_found');
      expect((await devices(one.id))[0]?.blacklisted).toBe(false);
    });

    it('never exceed their license while its limit is lowered', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { id, fields } = await newKeyLicense(world, { max_activations: 5 });
        const activations = Array.from({ length: 5 }, (_, index) =>
          world.client.call('activateLicense', {
            body: { ...fields, hardware_id: `device-${index}` },
          }),
        );
        const lowered = admin.call<License>('updateLicense', {
          path: { id },
          body: { max_activations: 2 },
        });
        const statuses = (await Promise.all(activations)).map(({ status }) => status);
        const { status } = await lowered;
        const { times_activated, max_activations } = await license(id);
        expect([200, 409]).toContain(status);
        expect(max_activations).toBe(status === 200 ? 2 : 5);
        expect(times_activated).toBe(statuses.filter((one) => one === 200).length);
        expect(times_activated).toBeLessThanOrEqual(max_activations ?? 0);
      }
    });
  });
});
