import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { updateRow } from '../../support/update-row.ts';
import { newLicenseKey } from '../../../src/rules/license-key.ts';
import {
  startWorld,
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
  const user = () => ({ username: world.person.email, password: world.person.password });

  describe('activation: the variables of a device', () => {
    const named = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${from + index}`, index]));

    it('are at most 64, over all requests', async () => {
      const { fields } = await newKeyLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const { body } = await activate({ ...device, variables: named(0, 64) });
      const { code, message } = await world.client.refused('activateLicense', {
        body: { ...device, hostname: 'new', variables: named(64, 1) },
      });
      expect(code).toBe('validation_error');
      expect(message).toContain('65 variables');
      expect(message).toContain('the maximum is 64 with 65536 bytes');
      const kept = await storedDevice(world.server, body.device_id);
      expect(kept).toEqual({ fields: {}, variables: named(0, 64) });
      expect((await activate({ ...device, variables: { v0: 'x' } })).status).toBe(200);
    });

    it('have at most 65536 bytes', async () => {
      const { fields } = await newKeyLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      await activate({ ...device, variables: { a: 'x'.repeat(40_000) } });
      const more = { ...device, variables: { b: 'x'.repeat(40_000) } };
      expect(await refusal(more)).toBe('validation_error');
    });
  });

  describe('activation: a license without a customer', () => {
    it('has a customer with empty texts', async () => {
      const { fields } = await newKeyLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      const { metadata, ...texts } = body.customer;
      expect(metadata).toEqual({});
      expect(new Set(Object.values(texts))).toEqual(new Set(['']));
      expect(Object.keys(texts)).toHaveLength(12);
    });
  });

  describe('activation: the license holder', () => {
    it('is whoever has the license key', async () => {
      const { id, fields } = await newKeyLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ id, license_key: fields.license_key, hardware_id: 'a' });
      expect(body).not.toHaveProperty('user');
    });

    it.each([
      ['in lower case', (key: string) => key.toLowerCase()],
      ['with a line feed', (key: string) => `${key}\n`],
      ['with spaces around the hyphens', (key: string) => ` ${key.replaceAll('-', ' - ')} `],
    ])('is whoever has a license key of our form, written %s', async (_, write) => {
      const licenseKey = newLicenseKey();
      const { id, fields } = await newKeyLicense(world, { license_key: licenseKey });
      const body = { ...fields, license_key: write(licenseKey), hardware_id: 'a' };
      expect((await activate(body)).body).toMatchObject({ id, license_key: licenseKey });
    });

    it('is unknown for a key of another form in another case', async () => {
      const { fields } = await newKeyLicense(world, { license_key: `Other-${randomUUID()}` });
      const license_key = fields.license_key.toUpperCase();
      expect(await refusal({ ...fields, license_key, hardware_id: 'a' })).toBe('license_not_found');
      expect((await activate({ ...fields, hardware_id: 'a' })).status).toBe(200);
    });

    it('is the license user with the password', async () => {
      const { ids, fields } = await newUserLicenses(world, {});
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ id: ids[0], user: { email: world.person.email } });
      expect(body).not.toHaveProperty('license_key');
    });

    it('is found by e-mail address in any case', async () => {
      const { fields } = await newUserLicenses(world, {});
      const username = ` ${world.person.email.toUpperCase()} `;
      const { body } = await activate({ ...fields, username, hardware_id: 'a' });
      expect(body.user?.email).toBe(world.person.email);
    });

    it('is unknown when name or password is wrong, with the same response for both', async () => {
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

    it('is unknown when the license key is wrong', async () => {
      const { product, license_key } = (await newKeyLicense(world)).fields;
      for (const wrong of ['AAAA', `${license_key}A`, license_key.slice(1), '%']) {
        const body = { product, license_key: wrong, hardware_id: 'a' };
        expect(await refusal(body)).toBe('license_not_found');
      }
    });

    it('gets no license of another product', async () => {
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

    it('updates the details that it sends and keeps the others', async () => {
      const { fields } = await newKeyLicense(world);
      const said = { hostname: 'one', os_ver: '1', variables: { a: 1, b: true } };
      const { body } = await activate({ ...fields, hardware_id: 'a', ...said });
      await activate({ ...fields, hardware_id: 'a', os_ver: '2', variables: { a: 'x' } });
      expect(await storedDevice(world.server, body.device_id)).toEqual({
        fields: { hostname: 'one', os_ver: '2' },
        variables: { a: 'x', b: true },
      });
    });

    it('is identified by its exact hardware ID', async () => {
      const { fields } = await newKeyLicense(world);
      for (const hardware_id of ['a', 'A', ' a', 'ä', 'ä'.normalize('NFD')]) {
        await activate({ ...fields, hardware_id });
      }
      expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_activated_max_times');
    });
  });

  describe('activation: seats', () => {
    it('are limited to max_activations', async () => {
      const { fields } = await newKeyLicense(world, { max_activations: 2 });
      expect((await activate({ ...fields, hardware_id: 'a' })).body.times_activated).toBe(1);
      const { body } = await activate({ ...fields, hardware_id: 'b' });
      expect(body).toMatchObject({ times_activated: 2, max_activations: 2 });
      expect(await refusal({ ...fields, hardware_id: 'c' })).toBe('license_activated_max_times');
      await deactivate({ ...fields, hardware_id: 'a' });
      expect((await activate({ ...fields, hardware_id: 'c' })).body.times_activated).toBe(2);
    });

    it('are unlimited when the license says so', async () => {
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

    it('are refused for a disabled license', async () => {
      const { fields } = await newKeyLicense(world, { enabled: false });
      expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_not_enabled');
    });
  });

  describe('activation: a virtual machine', () => {
    it('is refused when the product says so, and only then', async () => {
      const activation = async (refuse_vm: boolean, is_vm?: boolean) => {
        const product = await world.make.product({
          authorization_method: 'license-key',
          prevent_vm: true,
          refuse_vm,
        });
        const license_key = newLicenseKey();
        await world.make.license({ product_id: product.id, license_key });
        const body = { product: product.code, license_key, hardware_id: 'a', is_vm };
        const { status, body: answer } = await world.client.call('activateLicense', { body });
        return status === 200 ? 'activated' : answer['code'];
      };
      expect(await activation(true, true)).toBe('vm_not_allowed');
      expect(await activation(true, false)).toBe('activated');
      expect(await activation(true)).toBe('activated');
      expect(await activation(false, true)).toBe('activated');
    });
  });

  describe('activation: the start of a license', () => {
    it('is shown, and refuses devices before it, except for an active one', async () => {
      const start = new Date(world.server.clock.now().getTime() + DAY);
      const { id, fields } = await newKeyLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      await updateRow(world.server, 'licenses', id, { starts_at: start.getTime() });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body.start_date).toBe(start.toISOString());
      const { code, message } = await world.client.refused('activateLicense', {
        body: { ...fields, hardware_id: 'b' },
      });
      expect({ code, message }).toEqual({
        code: 'license_not_started',
        message: `The license starts on ${start.toISOString()}.`,
      });
      await later(world.server, DAY, async () => {
        expect((await activate({ ...fields, hardware_id: 'b' })).body.times_activated).toBe(2);
      });
    });
  });

  describe('activation: a license that is valid for some days', () => {
    const days = { license_type: 'time-limited', valid_days: 30 } as const;

    it('gets its end at the first activation, and keeps it', async () => {
      const { fields } = await newKeyLicense(world, days);
      const before = world.server.clock.now().getTime();
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      const end = Date.parse(String(body.validity_period));
      expect(end - before).toBeGreaterThanOrEqual(30 * DAY);
      expect(end - world.server.clock.now().getTime()).toBeLessThanOrEqual(30 * DAY);
      await later(world.server, DAY, async () => {
        await deactivate({ ...fields, hardware_id: 'a' });
        const again = await activate({ ...fields, hardware_id: 'b' });
        expect(again.body.validity_period).toBe(body.validity_period);
      });
      await later(world.server, 31 * DAY, async () => {
        expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_expired');
      });
    });

    it('does not expire before it is activated', async () => {
      const { fields } = await newKeyLicense(world, days);
      await later(world.server, 300 * DAY, async () => {
        const { body } = await activate({ ...fields, hardware_id: 'a' });
        expect(body.is_expired).toBe(false);
      });
    });

    it('keeps an end that it has already', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { fields } = await newKeyLicense(world, { ...days, valid_until });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body.validity_period).toBe(valid_until.toISOString());
    });
  });

  describe('activation: the end of a license', () => {
    const soon = () => new Date(world.server.clock.now().getTime() + DAY);

    it.each(['time-limited', 'subscription'] as const)(
      'refuses a %s license that has expired, also for a bound device',
      async (type) => {
        const { fields } = await newKeyLicense(world, { license_type: type, valid_until: soon() });
        expect((await activate({ ...fields, hardware_id: 'a' })).body.is_expired).toBe(false);
        await later(world.server, DAY + 1_000, async () => {
          expect(await refusal({ ...fields, hardware_id: 'a' })).toBe('license_expired');
          expect(await refusal({ ...fields, hardware_id: 'b' })).toBe('license_expired');
        });
      },
    );

    it('has no grace hours for other license types', async () => {
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

    it('has grace hours for a subscription', async () => {
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

    it('does not exist for a perpetual license', async () => {
      const { fields } = await newKeyLicense(world, {
        license_type: 'perpetual',
        valid_until: PAST,
      });
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(body).toMatchObject({ is_expired: false, validity_period: PAST.toISOString() });
    });
  });

  it('activation ignores parameters of older clients', async () => {
    const { fields } = await newKeyLicense(world);
    const more = { quantity: 1, include_metadata_string: true, consumptions: {} };
    const { status } = await activate({ ...fields, ...more, hardware_id: randomUUID() });
    expect(status).toBe(200);
  });
});
