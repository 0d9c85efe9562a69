import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { newId } from '../../../src/rules/ids.ts';
import { type AdminWorld, createAdminWorld, newLicense, unique } from './world.ts';

type License = components['schemas']['AdminLicense'];
type Licenses = components['schemas']['AdminLicenseList'];

const DAY = 86_400_000;
const END = '2030-01-31T00:00:00.000Z';

/** `/admin/v1/licenses` */
describe('the Admin API', () => {
  let world: AdminWorld;
  let byKey: { id: number; code: string };
  let byUser: { id: number; code: string };
  beforeAll(async () => {
    world = await createAdminWorld();
    byKey = await world.make.product({ authorization_method: 'license-key' });
    byUser = await world.make.product();
  });
  afterAll(() => world.server.close());

  const issue = (body: object) => world.client.call<License>('createLicense', { body });
  const issued = async (body: object) => (await issue(body)).body;
  const update = async (id: number, body: object) =>
    (await world.client.call<License>('updateLicense', { path: { id }, body })).body;
  const list = async (query: Record<string, string | number | boolean>) =>
    (await world.client.call<Licenses>('listLicenses', { query })).body.items;
  /** The refusals of a body, at creation and as a change. */
  const errorsOf = async (body: object) => [
    await world.client.refused('createLicense', { body: { product_id: byKey.id, ...body } }),
    await world.client.refused('updateLicense', {
      path: { id: (await issued({ product_id: byKey.id })).id },
      body,
    }),
  ];

  describe('a license of a license-key product', () => {
    it('gets a key, one device and no end by default', async () => {
      const { body, headers } = await issue({ product_id: byKey.id });
      expect(body).toMatchObject({
        product_id: byKey.id,
        product_code: byKey.code,
        customer_id: null,
        license_key: expect.stringMatching(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/),
        license_type: 'perpetual',
        enabled: true,
        is_trial: false,
        is_expired: false,
        max_activations: 1,
        times_activated: 0,
        max_transfers: 0,
        grace_hours: 0,
        valid_until: null,
        max_license_users: null,
        user_count: 0,
        users: [],
        note: '',
      });
      expect(body.order_store_id).toMatch(/\w/);
      expect(headers).toMatchObject({ etag: '"1"', location: `/admin/v1/licenses/${body.id}` });
      const found = await world.client.call<License>('getLicense', { path: { id: body.id } });
      expect(found.body).toEqual(body);
    });

    it('accepts a given key once', async () => {
      const license_key = unique('OURS');
      expect((await issued({ product_id: byKey.id, license_key })).license_key).toBe(license_key);
      const again = await world.client.refused('createLicense', {
        body: { product_id: byKey.id, license_key },
      });
      expect(again.code).toBe('already_exists');
      expect(again.message).not.toContain(license_key);
    });

    it('has no users', async () => {
      const users = [{ email: 'alice@acme.test' }];
      const body = { product_id: byKey.id, users };
      const refused = await world.client.refused('createLicense', { body });
      expect(refused.message).toContain('body.users');
      const { id } = await issued({ product_id: byKey.id });
      const { id: user_id } = await world.make.user();
      const assignment = { path: { id, user_id }, body: {} };
      const { code } = await world.client.refused('assignLicenseUser', assignment);
      expect(code).toBe('validation_error');
    });
  });

  describe('a license of a user product', () => {
    it('is assigned to users by ID or e-mail address', async () => {
      const [one, two] = [await world.make.user(), await world.make.user()];
      const { users, license_key, user_count } = await issued({
        product_id: byUser.id,
        users: [
          { license_user_id: one.id },
          { email: two.email.toUpperCase(), max_activations: 2 },
        ],
      });
      expect({ license_key, user_count }).toEqual({ license_key: null, user_count: 2 });
      expect(users).toEqual([
        { ...assigned(one), max_activations: null },
        { ...assigned(two), max_activations: 2 },
      ]);
    });

    it('creates users with the option', async () => {
      const email = `${unique('new')}@acme.test`;
      const body = { product_id: byUser.id, users: [{ email }] };
      const refused = await world.client.refused('createLicense', { body });
      expect(refused.message).toContain(`body.users.0 there is no license user ${email}`);
      const { users } = await issued({ ...body, create_users: true });
      expect(users).toMatchObject([{ email }]);
      const { body: user } = await world.client.call('getLicenseUser', {
        path: { id: users?.[0]?.license_user_id ?? 0 },
      });
      expect(user).toMatchObject({ email, has_password: false, enabled: true, license_count: 1 });
      const { body: log } = await world.client.call<{ items: unknown[] }>('listAuditEntries', {
        query: { action: 'createLicenseUser', subject_id: Number(user['id']) },
      });
      expect(log.items).toHaveLength(1);
    });

    it('refuses a repeated user and a user named in two ways', async () => {
      const { id, email } = await world.make.user();
      for (const users of [
        [{ license_user_id: id }, { email }],
        [{ license_user_id: id, email }],
        [{ max_activations: 1 }],
        [{ license_user_id: newId() }],
      ]) {
        const body = { product_id: byUser.id, users, create_users: true };
        const refused = await world.client.refused('createLicense', { body });
        expect(refused).toMatchObject({ code: 'validation_error' });
        expect(refused.message).toMatch(/^body\.users\.\d /);
      }
    });

    it('has no more users than it allows', async () => {
      const users = [await world.make.user(), await world.make.user()].map(({ email }) => ({
        email,
      }));
      const body = { product_id: byUser.id, users, max_license_users: 1 };
      expect((await world.client.refused('createLicense', { body })).code).toBe(
        'license_users_max',
      );
    });

    it('has no key', async () => {
      const body = { product_id: byUser.id, license_key: 'OURS-1234' };
      const refused = await world.client.refused('createLicense', { body });
      expect(refused.message).toContain('body.license_key');
    });
  });

  describe('the terms of a license', () => {
    it('store every named field', async () => {
      const terms = {
        customer_id: await world.make.customer(null),
        order_store_id: unique('order'),
        license_type: 'subscription',
        is_trial: true,
        enabled: false,
        starts_at: '2026-12-24T18:00:00.000Z',
        valid_until: END,
        valid_days: 30,
        maintenance_until: '2031-01-31T00:00:00.000Z',
        grace_hours: 48,
        max_activations: null,
        allow_transfers: false,
        max_transfers: 3,
        floating: true,
        floating_users: 4,
        floating_timeout: 30,
        can_borrow: true,
        max_borrow_time: 72,
        allow_offline_activation: false,
        max_license_users: 10,
        custom_fields: [{ name: 'colour', data_type: 'text', value: 'green' }],
        metadata: { seats: { of: 2 } },
        note: 'Paid in cash.',
      };
      const body = await issued({ product_id: byUser.id, ...terms });
      expect(body).toMatchObject(terms);
      expect(body.customer_email).toBe('it@customer.test');
      const plain = await issued({ product_id: byUser.id });
      expect(await update(plain.id, terms)).toMatchObject(terms);
    });

    it('start and end with the day of a date, or at a time to the millisecond', async () => {
      const license = await issued({
        product_id: byKey.id,
        license_type: 'time-limited',
        starts_at: '2027-01-31',
        valid_until: '2027-01-31',
        maintenance_until: '2028-02-29',
      });
      const { id } = license;
      expect(license).toMatchObject({
        starts_at: '2027-01-31T00:00:00.000Z',
        valid_until: '2027-01-31T23:59:59.999Z',
        maintenance_until: '2028-02-29T23:59:59.999Z',
      });
      const exact = { valid_until: '2027-03-01T12:00:00.001Z' };
      expect(await update(id, exact)).toMatchObject(exact);
      const day = await update(id, { valid_until: '2027-03-02' });
      expect(day.valid_until).toBe('2027-03-02T23:59:59.999Z');
    });

    it('count days of validity from now if the license has devices, and else from its activation', async () => {
      const days = { license_type: 'time-limited', valid_days: 10 } as const;
      const unused = await issued({ product_id: byKey.id });
      expect(await update(unused.id, days)).toMatchObject({ valid_until: null });
      const { id, license_key: licenseKey } = await issued({ product_id: byKey.id });
      const holder = { licenseKey: licenseKey ?? '' };
      await world.make.device({ productId: byKey.id, holder, hardwareId: 'a' });
      const { valid_until: end } = await update(id, days);
      const left = Date.parse(end ?? '') - world.server.clock.now().getTime();
      expect(Math.abs(left - 10 * DAY)).toBeLessThan(DAY);
      // The end stays, until the vendor clears it. The days count again then.
      expect(await update(id, { valid_days: 20 })).toMatchObject({ valid_until: end });
      const again = await update(id, { valid_until: null });
      expect(Date.parse(again.valid_until ?? '') - Date.parse(end ?? '')).toBeGreaterThan(9 * DAY);
    });

    it('change only in the named fields', async () => {
      const before = await issued({ product_id: byKey.id, max_activations: 3, note: 'One' });
      const after = await update(before.id, { enabled: false });
      expect(after).toEqual({ ...before, enabled: false, updated_at: after.updated_at });
      expect((await update(before.id, { max_activations: null })).max_activations).toBeNull();
    });

    it.each([
      ['valid_until', { license_type: 'time-limited' }],
      ['valid_until', { is_trial: true }],
      ['valid_until', { valid_until: END }],
      ['valid_until', { license_type: 'subscription', valid_until: '2026-02-31T00:00:00Z' }],
      ['valid_until', { license_type: 'subscription', valid_until: '2026-02-31' }],
      ['starts_at', { starts_at: '2026-02-31' }],
      ['valid_days', { valid_days: 30 }],
      ['valid_days', { license_type: 'time-limited', valid_days: 0 }],
      ['starts_at', { license_type: 'subscription', starts_at: '2031-01-01', valid_until: END }],
      ['grace_hours', { license_type: 'time-limited', valid_until: END, grace_hours: 1 }],
      ['max_license_users', { max_license_users: 2 }],
      ['floating_users', { floating: true, floating_users: 2, max_activations: 1 }],
      ['floating_users', { floating_users: 1 }],
      ['floating_timeout', { floating_timeout: 10 }],
      ['floating_timeout', { floating: true, floating_timeout: 0 }],
      ['max_borrow_time', { floating: true, max_borrow_time: 0 }],
      ['max_consumptions', { max_consumptions: 0 }],
      ['allow_negative_consumptions', { allow_negative_consumptions: true }],
      ['allow_overages', { allow_overages: true }],
      ['max_overages', { max_overages: 1 }],
      ['consumption_period', { consumption_period: 'daily' }],
      ['max_activations', { max_activations: 0 }],
      ['customer_id', { customer_id: 1_000_000_000_000_001 }],
    ])('must fit together, and the error names %s: %j', async (field, body) => {
      for (const { code, message } of await errorsOf(body)) {
        expect(code).toBe('validation_error');
        expect(message).toContain(`body.${field}`);
      }
    });

    it('are refused when a license that counts its use gets another type, unless they are cleared', async () => {
      const meter = { max_consumptions: 5, consumption_period: 'daily' } as const;
      const { id } = await issued({ product_id: byKey.id, license_type: 'consumption', ...meter });
      const body = { license_type: 'perpetual' } as const;
      const refused = await world.client.refused('updateLicense', { path: { id }, body });
      expect(refused).toMatchObject({
        code: 'validation_error',
        message:
          'body.max_consumptions: only a license of the type consumption can have max_consumptions, consumption_period',
      });
      const cleared = { ...body, max_consumptions: null, consumption_period: null };
      expect(await update(id, cleared)).toMatchObject(cleared);
    });

    it.each<[string, object]>([
      ['body.max_consumptions must be integer or null', { max_consumptions: '5' }],
      ['body.allow_overages must be boolean', { allow_overages: 'yes' }],
      [
        'body.consumption_period must be one of daily, weekly, monthly, annually, null',
        { consumption_period: 'hourly' },
      ],
    ])('have a type, which the error names: %s', async (message, body) => {
      for (const refused of await errorsOf(body)) expect(refused.message).toBe(message);
    });

    it('cannot be changed by a body without fields', async () => {
      const { id } = await newLicense(world, 1);
      const refused = await world.client.refused('updateLicense', { path: { id }, body: {} });
      expect(refused).toMatchObject({ code: 'validation_error', message: 'body has no fields' });
    });

    it('do not count again what was reset when the period of the counter changes', async () => {
      const { id } = await issued({
        product_id: byKey.id,
        license_type: 'consumption',
        consumption_period: 'daily',
      });
      const now = world.server.clock.now();
      const counter = { total_consumptions: 5, counted_at: new Date(now.getTime() - 2 * DAY) };
      await world.server.store.seats.setCounter(id, counter);
      const { total_consumptions: total } = await update(id, { consumption_period: null });
      expect(total).toBe(0);
    });

    it('need an existing product', async () => {
      const body = { product_id: 1_000_000_000_000_001 };
      const refused = await world.client.refused('createLicense', { body });
      expect(refused.message).toContain('body.product_id');
    });

    it('leave room for the existing devices and users', async () => {
      const { id } = await newLicense(world, 3);
      const path = { id };
      const devices = await world.client.refused('updateLicense', {
        path,
        body: { max_activations: 2 },
      });
      expect(devices).toMatchObject({
        code: 'in_use',
        message: 'body.max_activations: 3 device(s) are active. Release 1 first.',
      });
      expect((await update(id, { max_activations: 3 })).max_activations).toBe(3);
      const { id: user_id } = await world.make.user();
      await world.client.call('assignLicenseUser', { path: { id, user_id }, body: {} });
      const users = await world.client.refused('updateLicense', {
        path,
        body: { max_license_users: 1 },
      });
      expect(users).toMatchObject({
        code: 'in_use',
        message: 'body.max_license_users: 2 user(s) are assigned. Unassign 1 first.',
      });
    });

    it('have an ETag that activations do not change', async () => {
      const { id, productId, userId } = await newLicense(world);
      const path = { id };
      const { headers } = await world.client.call('getLicense', { path });
      const holder = { licenseUserId: userId };
      await world.make.device({ productId, holder, hardwareId: 'meanwhile' });
      const ifMatch = String(headers['etag']);
      const { body } = await world.client.call<License>('updateLicense', {
        path,
        body: { note: 'Two' },
        ifMatch,
      });
      expect(body).toMatchObject({ note: 'Two', times_activated: 1 });
    });
  });

  describe('licenses', () => {
    it('are deleted unless devices are bound', async () => {
      const { id, devices } = await newLicense(world, 1);
      const path = { id };
      const refused = await world.client.refused('deleteLicense', { path });
      expect(refused).toMatchObject({ code: 'in_use' });
      const device = { path: { id, device_id: devices[0] ?? 0 } };
      await world.client.call('releaseDevice', device);
      expect((await world.client.call('deleteLicense', { path })).status).toBe(204);
      expect((await world.client.refused('getLicense', { path })).code).toBe('not_found');
    });

    it('are listed with the names of related resources, and without their users and features', async () => {
      const account = await world.make.account();
      const customer_id = account.customerId;
      const { email } = await world.make.user();
      const { users, features, ...one } = await issued({
        product_id: byUser.id,
        customer_id,
        users: [{ email }],
      });
      expect([users, features]).toMatchObject([[{ email }], []]);
      expect(await list({ customer_id })).toEqual([one]);
      expect(one).toMatchObject({
        product_code: byUser.code,
        customer_email: 'it@customer.test',
        customer_company_name: 'Customer',
        user_count: 1,
      });
    });

    it('are filtered by related resources', async () => {
      const account = await world.make.account();
      const order_store_id = unique('order');
      const { id: productId } = await world.make.product();
      const user = await world.make.user();
      const shared = { order_store_id, customer_id: account.customerId };
      const one = await issued({
        product_id: productId,
        license_type: 'subscription',
        is_trial: true,
        enabled: false,
        users: [{ email: user.email }],
        ...shared,
      });
      const two = await issued({ product_id: byKey.id, ...shared });
      const ids = async (query: Record<string, string | number | boolean>) =>
        (await list(query)).map(({ id }) => id).sort();
      expect(await ids({ product_id: productId })).toEqual([one.id]);
      expect(await ids({ license_user_id: user.id })).toEqual([one.id]);
      expect(await ids({ license_key: two.license_key ?? '' })).toEqual([two.id]);
      const both = [one.id, two.id].sort();
      expect(await ids({ order_store_id })).toEqual(both);
      expect(await ids({ customer_id: account.customerId })).toEqual(both);
      expect(await ids({ customer_account_id: account.id })).toEqual(both);
      expect(await ids({ order_store_id, enabled: true })).toEqual([two.id]);
      expect(await ids({ order_store_id, enabled: false })).toEqual([one.id]);
      expect(await ids({ order_store_id, license_type: 'subscription' })).toEqual([one.id]);
      expect(await ids({ order_store_id, is_trial: true })).toEqual([one.id]);
      expect(await ids({ order_store_id, is_trial: false })).toEqual([two.id]);
    });

    it('are filtered by whether they have expired, as each of them says', async () => {
      const order_store_id = unique('order');
      const now = world.server.clock.now().getTime();
      const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
      for (const license of [
        {},
        { license_type: 'subscription' },
        { license_type: 'subscription', valid_until: hoursAgo(800), grace_hours: 799 },
        { license_type: 'subscription', valid_until: hoursAgo(800), grace_hours: 801 },
        { license_type: 'time-limited', valid_until: hoursAgo(1) },
        { license_type: 'time-limited', valid_until: hoursAgo(-1) },
        { is_trial: true, valid_until: hoursAgo(1) },
      ]) {
        await issued({ product_id: byKey.id, order_store_id, ...license });
      }
      const expired = await list({ order_store_id, expired: true });
      const others = await list({ order_store_id, expired: false });
      expect(expired.map((one) => one.is_expired)).toEqual([true, true, true]);
      expect(others.map((one) => one.is_expired)).toEqual([false, false, false, false]);
    });
  });
});

function assigned({ id, email }: { id: number; email: string }) {
  return { license_user_id: id, email, total_activations: 0 };
}
