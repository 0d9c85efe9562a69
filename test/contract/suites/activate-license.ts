import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { newLicenseKey } from '../../../src/rules/license-key.ts';
import {
  createWorld,
  later,
  newKeyLicense,
  newUserLicenses,
  storedDevice,
  PAST,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];

const DAY = 86_400_000;

/** `POST /api/v4/activate_license`, without single sign-on */
export function describeActivateLicense(startWorld = createWorld): void {
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
  const user = () => ({ username: world.person.email, password: world.person.password });

  describe('activation: what is kept of a device', () => {
    const named = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${from + index}`, index]));

    it('is at most 64 variables, over however many requests', async () => {
      const { fields } = await newKeyLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const { body } = await activate({ ...device, variables: named(0, 64) });
      const { code, message } = await world.client.refused('activateLicense', {
        body: { ...device, hostname: 'new', variables: named(64, 1) },
      });
      expect(code).toBe('validation_error');
      expect(message).toContain('65 variables');
      expect(message).toContain('at most 64 of 65536 bytes');
      const kept = await storedDevice(world.server, body.device_id);
      expect(kept).toEqual({ fields: {}, variables: named(0, 64) });
      expect((await activate({ ...device, variables: { v0: 'x' } })).status).toBe(200);
    });

    it('is at most 65536 bytes of variables', async () => {
      const { fields } = await newKeyLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      await activate({ ...device, variables: { a: 'x'.repeat(40_000) } });
      const more = { ...device, variables: { b: 'x'.repeat(40_000) } };
      expect(await refusal(more)).toBe('validation_error');
    });
  });

  describe('activation: a license that was issued to nobody', () => {
    it('has a customer whose texts are empty', async () => {
      const { fields } = await newKeyLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      const { metadata, ...texts } = body.customer;
      expect(metadata).toEqual({});
      expect(new Set(Object.values(texts))).toEqual(new Set(['']));
      expect(Object.keys(texts)).toHaveLength(12);
    });
  });

  describe('activation: who is acting', () => {
    it('is whoever has the license key', async () => {
      const { id, fields } = await newKeyLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ id, license_key: fields.license_key, hardware_id: 'a' });
      expect(body).not.toHaveProperty('user');
    });

    it.each([
      ['in small letters', (key: string) => key.toLowerCase()],
      ['with a line feed', (key: string) => `${key}\n`],
      ['with blanks for hyphens around them', (key: string) => ` ${key.replaceAll('-', ' - ')} `],
    ])('is whoever has a license key of our form, written %s', async (_, write) => {
      const licenseKey = newLicenseKey();
      const { id, fields } = await newKeyLicense(world, { license_key: licenseKey });
      const body = { ...fields, license_key: write(licenseKey), hardware_id: 'a' };
      expect((await activate(body)).body).toMatchObject({ id, license_key: licenseKey });
    });

    it('is not whoever writes a key of another form in another case', async () => {
      const { fields } = await newKeyLicense(world, { license_key: `Other-${randomUUID()}` });
      const license_key = fields.license_key.toUpperCase();
      expect(await refusal({ ...fields, license_key, hardware_id: 'a' })).toBe('license_not_found');
      expect((await activate({ ...fields, hardware_id: 'a' })).status).toBe(200);
    });

    it('is the license user with their password', async () => {
      const { ids, fields } = await newUserLicenses(world, {});
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ id: ids[0], user: { email: world.person.email } });
      expect(body).not.toHaveProperty('license_key');
    });

    it('is found whatever the case of the e-mail address', async () => {
      const { fields } = await newUserLicenses(world, {});
      const username = ` ${world.person.email.toUpperCase()} `;
      const { body } = await activate({ ...fields, username, hardware_id: 'a' });
      expect(body.user?.email).toBe(world.person.email);
    });

    it('is nobody where name or password is wrong, and the answer does not say which', async () => {
      const { make, product } = world;
      const [right, disabled, companyOnly] = [
        await make.user({ password: 'pass' }),
        await make.user({ password: 'pass', enabled: false }),
        await make.user(),
      ];
      for (const { id: userId } of [right, disabled, companyOnly]) {
        await make.license({ product_id: product.id, userId });
      }
      const messages = new Set<string>();
      for (const [username, password] of [
        [right.email, 'wrong'],
        [right.email, 'PASS'],
        ['nobody@nowhere.test', 'pass'],
        [disabled.email, 'pass'],
        [companyOnly.email, 'pass'],
        // What is compared with where there is nothing to compare with.
        [companyOnly.email, 'nobody has this password'],
      ]) {
        const body = { product: product.code, username, password, hardware_id: 'a' };
        const { code, message } = await world.client.refused('activateLicense', { body });
        expect({ username, code }).toEqual({ username, code: 'license_not_found' });
        messages.add(message);
      }
      expect(messages.size).toBe(1);
    });

    it('is nobody where the license key is wrong', async () => {
      const { product, license_key } = (await newKeyLicense(world)).fields;
      for (const wrong of ['AAAA', `${license_key}A`, license_key.slice(1), '%']) {
        const body = { product, license_key: wrong, hardware_id: 'a' };
        expect(await refusal(body)).toBe('license_not_found');
      }
    });

    it('holds nothing of another product', async () => {
      const { fields } = await newKeyLicense(world);
      const other = await newUserLicenses(world, {});
      const body = { ...fields, product: other.fields.product, hardware_id: 'a' };
      expect(await refusal(body)).toBe('license_not_found');
      const { code: product } = await world.make.product();
      expect(await refusal({ ...user(), product, hardware_id: 'a' })).toBe('license_not_found');
    });
  });

  describe('activation: a device that is already bound', () => {
    it('keeps its seat and gets the same license again', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 1 });
      const first = await activate({ ...fields, hardware_id: 'a' });
      const second = await activate({ ...fields, hardware_id: 'a' });
      expect(second.body).toEqual(first.body);
      expect(second.body.times_activated).toBe(1);
    });

    it('updates what it says of itself, and keeps what it does not say again', async () => {
      const { fields } = await newKeyLicense(world);
      const said = { hostname: 'one', os_ver: '1', variables: { a: 1, b: true } };
      const { body } = await activate({ ...fields, hardware_id: 'a', ...said });
      await activate({ ...fields, hardware_id: 'a', os_ver: '2', variables: { a: 'x' } });
      expect(await storedDevice(world.server, body.device_id)).toEqual({
        fields: { hostname: 'one', os_ver: '2' },
        variables: { a: 'x', b: true },
      });
    });

    it('is told apart by its hardware id to the letter', async () => {
      const { fields } = await newKeyLicense(world);
      for (const hardware_id of ['a', 'A', ' a', 'ä', 'ä'.normalize('NFD')]) {
        await activate({ ...fields, hardware_id });
      }
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_activated_max_times');
    });
  });

  describe('activation: seats', () => {
    it('are never more than max_activations', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2 });
      expect((await activate({ ...fields, hardware_id: 'a' })).body.times_activated).toBe(1);
      const { body } = await activate({ ...fields, hardware_id: 'b' });
      expect(body).toMatchObject({ times_activated: 2, max_activations: 2 });
      expect(await refusal({ ...fields, hardware_id: 'c' })).toBe('license_activated_max_times');
      await deactivate({ ...fields, hardware_id: 'a' });
      expect((await activate({ ...fields, hardware_id: 'c' })).body.times_activated).toBe(2);
    });

    it('are without end where the license says so', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: null });
      for (const hardware_id of ['a', 'b', 'c']) await activate({ ...fields, hardware_id });
      const { body } = await activate({ ...fields, hardware_id: 'd' });
      expect(body).toMatchObject({
        allow_unlimited_activations: true,
        max_activations: 0,
        times_activated: 4,
      });
    });

    it('are limited for each user too', async () => {
      const { fields } = await newUserLicenses(world, {
        userMaxActivations: 1,
        max_activations: 5,
      });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body.user).toMatchObject({
        max_activations: 1,
        allow_unlimited_activations: false,
        total_activations: 1,
      });
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('licenseUserActivatedMaxTimes');
      await activate({ ...fields, hardware_id: 'a' });
      await deactivate({ ...fields, hardware_id: 'a' });
      const other = await activate({ ...fields, hardware_id: 'b' });
      expect(other.body.user?.total_activations).toBe(1);
    });

    it('are not given by a license that is not enabled', async () => {
      const { fields } = await newKeyLicense(world, { enabled: false });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_not_enabled');
    });
  });

  describe('activation: time', () => {
    const soon = () => new Date(world.server.clock.now().getTime() + DAY);

    it.each(['time-limited', 'subscription'] as const)(
      'ends a %s license: it is not activated, also not again',
      async (type) => {
        const { fields } = await newKeyLicense(world, { license_type: type, valid_until: soon() });
        expect((await activate({ ...fields, hardware_id: 'a' })).body.is_expired).toBe(false);
        await later(world.server, DAY + 1_000, async () => {
          expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_expired');
          expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_expired');
        });
      },
    );

    it('leaves no grace to other licenses', async () => {
      const license = {
        license_type: 'time-limited',
        valid_until: soon(),
        grace_hours: 2,
      } as const;
      const { fields } = await newKeyLicense(world, license);
      await later(world.server, DAY + 60_000, async () => {
        expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_expired');
      });
    });

    it('leaves a subscription its hours of grace', async () => {
      const grace = { license_type: 'subscription', valid_until: soon(), grace_hours: 2 } as const;
      const { fields } = await newKeyLicense(world, grace);
      await later(world.server, DAY + 7_100_000, async () => {
        const { body } = await activate({ ...fields, hardware_id: 'a' });
        expect(body).toMatchObject({
          is_expired: false,
          allow_grace_period: true,
          grace_period: 2,
        });
      });
      await later(world.server, DAY + 7_300_000, async () => {
        expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_expired');
      });
    });

    it('does not end a perpetual license', async () => {
      const { fields } = await newKeyLicense(world, {
        license_type: 'perpetual',
        valid_until: PAST,
      });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ is_expired: false, validity_period: PAST.toISOString() });
    });
  });

  it('activation takes what older clients send along', async () => {
    const { fields } = await newKeyLicense(world);
    const more = { quantity: 1, bundle_code: 'b', include_metadata_string: true, consumptions: {} };
    const { status } = await activate({ ...fields, ...more, hardware_id: randomUUID() });
    expect(status).toBe(200);
  });
}
