import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import { startWorld, later, newKeyLicense, storedDevice, type World } from '../world.ts';

type License = components['schemas']['License'];

const DAY = 86_400_000;

/** `GET /api/v4/check_license` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  type Fields = Record<string, string | number | boolean>;
  const activate = (body: Fields) => world.client.call<License>('activateLicense', { body });
  const check = (query: Fields) => world.client.call<License>('checkLicense', { query });
  const refusal = async (query: Fields) =>
    (await world.client.refused('checkLicense', { query })).code;
  const user = () => ({ product: world.product.code, username: world.person.email });

  describe('a check', () => {
    /** What an activation returns, in the form of a check, which has the file of the newest version in it. */
    const asChecked = ({ installation_file, ...license }: License) => ({
      ...license,
      ...(installation_file as object),
    });

    it('returns the same license as the activation', async () => {
      const { fields } = await newKeyLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect((await check({ ...fields, hardware_id: 'a' })).body).toEqual(asChecked(body));
    });

    it('accepts the name of the license user in any case', async () => {
      const hardware_id = 'by name';
      const { body } = await activate({ ...user(), password: world.person.password, hardware_id });
      const username = world.person.email.toUpperCase();
      expect((await check({ ...user(), username, hardware_id })).body).toEqual(asChecked(body));
    });

    it('returns an expired license with is_expired', async () => {
      const validUntil = new Date(world.server.clock.now().getTime() + DAY);
      const { fields } = await newKeyLicense(world, {
        license_type: 'time-limited',
        valid_until: validUntil,
      });
      const query = { ...fields, hardware_id: 'a' };
      await activate(query);
      expect((await check(query)).body.is_expired).toBe(false);
      const { status, body } = await later(world.server, 2 * DAY, () => check(query));
      expect({ status, expired: body.is_expired }).toEqual({ status: 200, expired: true });
      expect(body).toMatchObject({ license_active: true, license_enabled: true });
    });

    it('returns the license that the device is bound to, of several', async () => {
      const { id: productId, code: product } = await world.make.product();
      const license = { product_id: productId, userId: world.person.id };
      const old = await world.make.license({ ...license, createdAt: new Date(0) });
      const other = await world.make.license(license);
      const query = { ...user(), product, hardware_id: 'a' };
      await activate({ ...query, password: world.person.password, license_id: old.id });
      expect((await check(query)).body.id).toBe(old.id);
      expect((await check({ ...query, license_id: old.id })).body.id).toBe(old.id);
      expect(await refusal({ ...query, license_id: other.id })).toBe('license_not_active');
    });

    it('stores the device details', async () => {
      const { fields } = await newKeyLicense(world);
      const query = { ...fields, hardware_id: 'a' };
      const { body } = await activate({ ...query, hostname: 'old', os_ver: '1' });
      await check({ ...query, os_hostname: 'new', is_vm: true, ip: '' });
      const { fields: known } = await storedDevice(world.server, body.device_id);
      expect(known).toEqual({ hostname: 'new', os_ver: '1', is_vm: true });
    });

    it('stores nothing for a read-only API key', async () => {
      const { fields } = await newKeyLicense(world);
      const query = { ...fields, hardware_id: 'a' };
      const { body } = await activate({ ...query, hostname: 'old' });
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const news = { ...query, hostname: 'new', os_ver: '1' };
      const answer = await readOnly.call<License>('checkLicense', { query: news });
      expect({ status: answer.status, id: answer.body.id }).toEqual({ status: 200, id: body.id });
      const { fields: known } = await storedDevice(world.server, body.device_id);
      expect(known).toEqual({ hostname: 'old' });
    });

    it('ignores parameters of other versions of the API', async () => {
      const { fields } = await newKeyLicense(world);
      const query = { ...fields, hardware_id: 'a' };
      await activate(query);
      const more = { include_expired_features: true, env: 'win', id_token: 'x', password: '' };
      expect((await check({ ...query, ...more })).status).toBe(200);
    });
  });

  describe('a check is refused', () => {
    it('when there is no such license', async () => {
      const { product } = (await newKeyLicense(world)).fields;
      const query = { product, license_key: 'AAAA', hardware_id: 'a' };
      expect(await refusal(query)).toBe('license_not_found');
      const username = 'nobody@nowhere.test';
      expect(await refusal({ ...user(), username, hardware_id: 'a' })).toBe('license_not_found');
      const { email } = await world.make.user({ enabled: false });
      const disabled = { ...user(), username: email, hardware_id: 'a' };
      expect(await refusal(disabled)).toBe('license_not_found');
    });

    it('when the license is disabled, before all other errors', async () => {
      const { id, fields } = await newKeyLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      await updateRow(world.server, 'licenses', id, { enabled: false });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_not_enabled');
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_not_enabled');
    });

    it('when no device is active on the license', async () => {
      const { fields } = await newKeyLicense(world);
      const query = { ...fields, hardware_id: 'a' };
      expect(await refusal(query)).toBe('license_not_active');
      await activate(query);
      await world.client.call('deactivateLicense', { body: query });
      expect(await refusal(query)).toBe('license_not_active');
    });

    it('when this device is not active and others are', async () => {
      const { fields } = await newKeyLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('device_not_found');
    });

    it('when this device is not bound to a subscription, which is active from its creation', async () => {
      const { fields } = await newKeyLicense(world, { license_type: 'subscription' });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('device_not_found');
    });
  });
});
