import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { newId } from '../../../src/rules/ids.ts';
import { type AdminWorld, createAdminWorld, newLicense, unique } from './world.ts';

type User = components['schemas']['AdminLicenseUser'];
type Users = components['schemas']['AdminLicenseUserList'];
type License = components['schemas']['AdminLicense'];

const PASSWORD = 'correct horse battery';

/** `/admin/v1/license-users`, and who is assigned to what */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const create = async (over: object = {}) =>
    (
      await world.client.call<User>('createLicenseUser', {
        body: { email: `${unique('user')}@acme.test`, ...over },
      })
    ).body;
  const get = async (id: number) =>
    (await world.client.call<User>('getLicenseUser', { path: { id } })).body;
  const license = async (id: number) =>
    (await world.client.call<License>('getLicense', { path: { id } })).body;

  describe('license users', () => {
    it('are created without a password or with an initial one', async () => {
      const names = { first_name: 'Alice', last_name: 'Adams', phone_number: '+43 1' };
      const body = await create(names);
      expect(body).toMatchObject({
        ...names,
        enabled: true,
        has_password: false,
        is_initial_password: false,
        license_count: 0,
      });
      expect(await get(body.id)).toEqual(body);
      const password = { has_password: true, is_initial_password: true };
      expect(await create({ password: PASSWORD })).toMatchObject(password);
      expect(await create({ password: PASSWORD, is_initial_password: false })).toMatchObject({
        ...password,
        is_initial_password: false,
      });
    });

    it('have a unique e-mail address in any case', async () => {
      const one = await create({ email: `${unique('Ada')}@Acme.Test` });
      expect(one.email).toBe(one.email.toLowerCase());
      const two = await create();
      const email = one.email.toUpperCase();
      const path = { id: two.id };
      for (const refused of [
        await world.client.refused('createLicenseUser', { body: { email } }),
        await world.client.refused('updateLicenseUser', { path, body: { email } }),
      ]) {
        expect(refused).toMatchObject({
          code: 'already_exists',
          message: `body.email: there is a license user with the address ${one.email} already.`,
        });
      }
    });

    it('have passwords of 12 characters or more', async () => {
      const { id } = await create();
      const password = 'elevenchars';
      for (const refused of [
        await world.client.refused('createLicenseUser', {
          body: { email: `${unique('user')}@acme.test`, password },
        }),
        await world.client.refused('setLicenseUserPassword', { path: { id }, body: { password } }),
      ]) {
        expect(refused).toMatchObject({
          code: 'validation_error',
          message: expect.stringContaining('body.password'),
        });
        expect(refused.message).not.toContain(password);
      }
    });

    it('change only in the named fields', async () => {
      const before = await create({ first_name: 'Alice', password: PASSWORD });
      const email = `${unique('other')}@acme.test`;
      const { body: after } = await world.client.call<User>('updateLicenseUser', {
        path: { id: before.id },
        body: { email, enabled: false },
      });
      expect(after).toEqual({ ...before, email, enabled: false, updated_at: after.updated_at });
    });

    it('are deleted unless they are assigned', async () => {
      const { id, userId, devices } = await newLicense(world, 1);
      const path = { id: userId };
      expect((await world.client.refused('deleteLicenseUser', { path })).code).toBe('in_use');
      await world.client.call('unassignLicenseUser', {
        path: { id, user_id: userId },
        query: { release_devices: true },
      });
      await world.client.call('deleteLicenseUser', { path });
      expect((await world.client.refused('getLicenseUser', { path })).code).toBe('not_found');
      const { body } = await world.client.call('listDevices', { path: { id } });
      expect(body['items']).toMatchObject([{ id: devices[0], license_user_id: null }]);
    });

    it('are filtered by address, license and state', async () => {
      const { id, userId, email } = await newLicense(world);
      const disabled = await create({ enabled: false });
      const list = async (query: Record<string, string | number | boolean>) =>
        (await world.client.call<Users>('listLicenseUsers', { query })).body.items;
      const user = await get(userId);
      expect(user.license_count).toBe(1);
      expect(await list({ email: email.toUpperCase() })).toEqual([user]);
      expect(await list({ license_id: id })).toEqual([user]);
      expect(await list({ enabled: false })).toContainEqual(disabled);
      expect(await list({ enabled: true })).not.toContainEqual(disabled);
      expect(await list({ license_id: id, enabled: false })).toEqual([]);
    });
  });

  describe('assigning a license user', () => {
    it('adds the user to the license, or changes the limit of devices', async () => {
      const { id } = await newLicense(world);
      const user = await create();
      const path = { id, user_id: user.id };
      const call = { path, body: { max_activations: 2 }, ifMatch: '"1"' };
      const { body, headers } = await world.client.call<License>('assignLicenseUser', call);
      expect(body).toMatchObject({ user_count: 2 });
      expect(body.users).toContainEqual({
        license_user_id: user.id,
        email: user.email,
        max_activations: 2,
        total_activations: 0,
      });
      expect(headers['etag']).toBe('"2"');
      for (const [changes, limit] of [
        [{}, 2] as const,
        [{ max_activations: null }, null] as const,
      ]) {
        const { body: after } = await world.client.call<License>('assignLicenseUser', {
          path,
          body: changes,
        });
        const [again] = (after.users ?? []).filter((one) => one.license_user_id === user.id);
        expect(again?.max_activations).toBe(limit);
        expect(after.user_count).toBe(2);
      }
    });

    it('leaves room for the devices of the user', async () => {
      const { id, userId } = await newLicense(world, 2);
      const refused = await world.client.refused('assignLicenseUser', {
        path: { id, user_id: userId },
        body: { max_activations: 1 },
      });
      expect(refused).toMatchObject({
        code: 'in_use',
        message: expect.stringContaining('has 2 active device(s). Release 1 first.'),
      });
    });

    it('is refused above the limit of the license, also for several at once', async () => {
      const { id } = await newLicense(world);
      const limit = { path: { id }, body: { max_license_users: 3 } };
      await world.client.call('updateLicense', limit);
      const users = await Promise.all(Array.from({ length: 6 }, () => world.make.user()));
      const replies = await Promise.all(
        users.map((user) =>
          world.client.call('assignLicenseUser', { path: { id, user_id: user.id }, body: {} }),
        ),
      );
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
      const codes = replies.filter(({ status }) => status !== 200).map(({ body }) => body['code']);
      expect(new Set(codes)).toEqual(new Set(['license_users_max']));
      expect((await license(id)).user_count).toBe(3);
    });

    it('requires an existing user', async () => {
      const { id } = await newLicense(world);
      const path = { id, user_id: newId() };
      const { code } = await world.client.refused('assignLicenseUser', { path, body: {} });
      expect(code).toBe('not_found');
    });
  });

  describe('unassigning a license user', () => {
    it('is refused while devices are bound, unless they are released too', async () => {
      const { id, userId } = await newLicense(world, 2);
      const path = { id, user_id: userId };
      const refused = await world.client.refused('unassignLicenseUser', { path });
      expect(refused).toMatchObject({
        code: 'in_use',
        message: expect.stringContaining('has 2 active device(s)'),
      });
      const query = { release_devices: true };
      const { body } = await world.client.call<License>('unassignLicenseUser', { path, query });
      expect(body).toMatchObject({ user_count: 0, users: [], times_activated: 0 });
      expect((await world.client.refused('unassignLicenseUser', { path })).code).toBe('not_found');
    });
  });
});
