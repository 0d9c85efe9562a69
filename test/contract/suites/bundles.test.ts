import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { untilKnownEverywhere } from '../../support/known-everywhere.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  startWorld,
  later,
  newBundleLicense,
  newKeyLicense,
  newPerson,
  storedDevice,
  type World,
} from '../world.ts';

type License = components['schemas']['License'];
type Fields = Record<string, unknown>;

const DAY = 86_400_000;

/** `activate_bundle`, `deactivate_bundle` and `check_bundle`, without single sign-on */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const activate = (body: Fields) => world.client.call<License[]>('activateBundle', { body });
  const deactivate = (body: Fields) => world.client.call('deactivateBundle', { body });
  const check = (query: Record<string, string>) =>
    world.client.call<License[]>('checkBundle', { query });
  const refusal = (body: Fields) => world.client.refused('activateBundle', { body });
  const checkRefusal = (query: Record<string, string>) =>
    world.client.refused('checkBundle', { query });
  const deactivationRefusal = (body: Fields) => world.client.refused('deactivateBundle', { body });
  const idsOf = (licenses: readonly License[]) => licenses.map(({ id }) => id);
  const signatures = (licenses: readonly License[]) =>
    licenses.map(({ id, license_signature }) => ({ id, license_signature }));
  const timesActivated = async (ids: readonly number[]) => {
    const found = await Promise.all(ids.map((id) => world.server.store.licenses.find(id)));
    return found.map((license) => license?.times_activated);
  };
  const codeOf = async (index: number) =>
    (await world.server.store.products.find(world.bundle.product_ids[index] ?? 0))?.code ?? '';

  describe('the activation of a bundle', () => {
    it('returns a license for each product, with the key of the bundle', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        { max_activations: 1 },
        { max_activations: 3 },
      ]);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      expect(idsOf(body)).toEqual(licenseIds);
      expect(body).toMatchObject([
        { license_key: fields.license_key, max_activations: 1, times_activated: 1 },
        { license_key: fields.license_key, max_activations: 3, times_activated: 1 },
      ]);
      const codes = body.map((license) => license.product_details.short_code);
      expect(codes).toEqual([await codeOf(0), await codeOf(1)]);
      expect(new Set(body.map(({ license_signature }) => license_signature)).size).toBe(1);
    });

    it('keeps the seats of a device that is active', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [{ max_activations: 1 }]);
      const first = await activate({ ...fields, hardware_id: 'a' });
      expect((await activate({ ...fields, hardware_id: 'a' })).body).toEqual(first.body);
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
    });

    it('activates what is missing on a device that has one of the licenses', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const { license_key } = fields;
      const device = { license_key, hardware_id: 'a' };
      await world.client.call('activateLicense', {
        body: { ...device, product: world.keyProduct.code },
      });
      expect(await timesActivated(licenseIds)).toEqual([1, 0]);
      await activate({ ...device, product: world.bundle.code });
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
    });

    it('activates nothing when one license is full, and names its product', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        { max_activations: 2 },
        { max_activations: 1 },
      ]);
      await activate({ ...fields, hardware_id: 'a' });
      const { code, message } = await refusal({ ...fields, hardware_id: 'b' });
      expect(code).toBe('license_activated_max_times');
      expect(message).toMatch(new RegExp(`^${await codeOf(1)}: The license is already activated`));
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
      const { items } = await world.server.store.audit.list(
        { about: { licenseKey: fields.license_key }, outcome: 'refused' },
        { limit: 1 },
      );
      expect(items).toMatchObject([
        { action: 'activateBundle', subject: { kind: 'license', id: licenseIds[1] } },
      ]);
    });

    it.each([
      ['license_not_enabled', { enabled: false }],
      ['license_expired', { license_type: 'time-limited', valid_until: new Date(2020, 1) }],
      ['license_not_started', { starts_at: new Date(2100, 1) }],
      ['trial_expired', { is_trial: true, valid_until: new Date(2020, 1) }],
    ] as const)('is refused with %s of one license', async (code, terms) => {
      const { licenseIds, fields } = await newBundleLicense(world, [{}, terms]);
      const refused = await refusal({ ...fields, hardware_id: 'a' });
      expect(refused.code).toBe(code);
      expect(refused.message).toContain(await codeOf(1));
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('is refused for a device that is blacklisted on one license', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      await deactivate({ ...fields, hardware_id: 'a' });
      await blacklist(body[1]?.device_id);
      expect((await refusal({ ...fields, hardware_id: 'a' })).code).toBe('blacklisted');
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('is refused when one license may not move to another device', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        {},
        { max_activations: 1, allow_transfers: false },
      ]);
      await activate({ ...fields, hardware_id: 'a' });
      await deactivate({ ...fields, hardware_id: 'a' });
      const { code } = await refusal({ ...fields, hardware_id: 'b' });
      expect(code).toBe('license_transferred_max_times');
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('is refused on a device that has used up its trial of one product, and names it', async () => {
      const { make, server } = world;
      const product = await make.product({ authorization_method: 'license-key' });
      const bundle = await make.bundle([product]);
      const trial = { license_type: 'time-limited', is_trial: true } as const;
      const used = { product_id: product.id, license_key: randomUUID(), trial_holder: 'a' };
      await make.license({ ...trial, ...used, valid_days: 1 });
      const { license_key } = used;
      const single = { product: product.code, license_key, hardware_id: 'a' };
      await world.client.call('activateLicense', { body: single });
      const { fields } = await newBundleLicense({ make, bundle }, [
        { ...trial, trial_holder: 'b', valid_days: 30 },
      ]);
      await later(server, 2 * DAY, async () => {
        const { code, message } = await refusal({ ...fields, hardware_id: 'a' });
        expect(code).toBe('trial_expired');
        expect(message).toMatch(new RegExp(`^${product.code}: This device has used up`));
        expect((await activate({ ...fields, hardware_id: 'b' })).status).toBe(200);
      });
    });

    it('is refused in a virtual machine when one product refuses those', async () => {
      const { make } = world;
      const method = { authorization_method: 'license-key' } as const;
      const products = [
        await make.product(method),
        await make.product({ ...method, refuse_vm: true }),
      ];
      const bundle = await make.bundle(products);
      const { fields } = await newBundleLicense({ make, bundle });
      const { code, message } = await refusal({ ...fields, hardware_id: 'a', is_vm: true });
      expect(code).toBe('vm_not_allowed');
      expect(message).toContain(products[1]?.code);
      expect((await activate({ ...fields, hardware_id: 'a', is_vm: false })).status).toBe(200);
    });

    it.each(['disabled_product', 'archived_product'])(
      'is refused with %s of the bundle or a product',
      async (expected) => {
        const { make } = world;
        const product = await make.product({ authorization_method: 'license-key' });
        const bundle = await make.bundle([product]);
        const { fields } = await newBundleLicense({ make, bundle });
        const state = expected === 'disabled_product' ? { enabled: false } : { archived: true };
        const usual = { enabled: true, archived: false };
        for (const [table, { id }] of [
          ['bundles', bundle],
          ['products', product],
        ] as const) {
          await updateRow(world.server, table, id, state);
          expect((await refusal({ ...fields, hardware_id: 'a' })).code).toBe(expected);
          await updateRow(world.server, table, id, usual);
        }
        expect((await activate({ ...fields, hardware_id: 'a' })).status).toBe(200);
      },
    );

    it('stores the details and variables of the device with each license', async () => {
      const { fields } = await newBundleLicense(world);
      const more = { hostname: 'h', variables: { v: 1 } };
      const { body } = await activate({ ...fields, ...more, hardware_id: 'a' });
      for (const { device_id } of body) {
        const stored = await storedDevice(world.server, device_id);
        expect(stored).toEqual({ fields: { hostname: 'h' }, variables: { v: 1 } });
      }
    });

    it('sets the end of each license that counts days from its activation', async () => {
      const { fields } = await newBundleLicense(world, [
        { license_type: 'time-limited', valid_days: 30 },
      ]);
      const { body } = await activate({ ...fields, hardware_id: 'a' });
      const [end, none] = body.map(({ validity_period }) => validity_period);
      const days = (Date.parse(end ?? '') - world.server.clock.now().getTime()) / DAY;
      expect({ days: Math.round(days), none }).toEqual({ days: 30, none: null });
    });

    it('writes an audit entry for each license, with its product', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      await activate({ ...fields, hardware_id: 'a' });
      const about = { licenseKey: fields.license_key };
      const { items } = await world.server.store.audit.list({ about }, { limit: 9 });
      const entries = items.map(({ action, subject, about: { product } }) => [
        action,
        subject?.id,
        product,
      ]);
      expect(entries.reverse()).toEqual([
        ['activateBundle', licenseIds[0], await codeOf(0)],
        ['activateBundle', licenseIds[1], await codeOf(1)],
      ]);
    });
  });

  describe('a bundle', () => {
    it('is unknown by the code of a product, and a product by that of a bundle', async () => {
      const { fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const { code, message } = await refusal({ ...device, product: world.keyProduct.code });
      expect({ code, message }).toEqual({
        code: 'unknown_product',
        message: `Provided bundle was not found: ${world.keyProduct.code}`,
      });
      const refused = await world.client.refused('activateLicense', { body: device });
      expect(refused.code).toBe('unknown_product');
    });

    it('is not activated with a key of a license that is not of the bundle', async () => {
      const { fields } = await newKeyLicense(world);
      const device = { license_key: fields.license_key, hardware_id: 'a' };
      const { code } = await refusal({ ...device, product: world.bundle.code });
      expect(code).toBe('license_not_found');
      const other = await world.make.bundle([world.keyProduct]);
      const { fields: others } = await newBundleLicense({ make: world.make, bundle: other });
      const foreign = { ...others, product: world.bundle.code, hardware_id: 'a' };
      expect((await refusal(foreign)).code).toBe('license_not_found');
      expect((await deactivationRefusal(foreign)).code).toBe('license_not_found');
      expect((await checkRefusal(foreign)).code).toBe('license_not_found');
    });

    it('may be used for its products by API keys that may use all of them', async () => {
      const [productId = 0] = world.bundle.product_ids;
      const limited = await world.make.apiKey({ product_ids: [productId] });
      const { fields } = await newBundleLicense(world);
      const body = { ...fields, hardware_id: 'a' };
      // What there is of another product it does not learn, so a wrong license key makes no difference.
      for (const license_key of [fields.license_key, randomUUID()]) {
        const refused = await createClient(world.server, limited).refused('activateBundle', {
          body: { ...body, license_key },
        });
        expect(refused.code).toBe('api_key_product_not_allowed');
      }
    });

    it('keeps a product in its licenses that has left it', async () => {
      const { make } = world;
      const method = { authorization_method: 'license-key' } as const;
      const [stays, leaves] = [await make.product(method), await make.product(method)];
      const bundle = await make.bundle([stays, leaves]);
      const { licenseIds, fields } = await newBundleLicense({ make, bundle });
      const stored = await world.server.store.bundles.find(bundle.id);
      if (stored === undefined) throw new Error('no bundle');
      await world.server.store.bundles.update({ ...stored, product_ids: [stays.id] }, new Date());
      await untilKnownEverywhere();
      const device = { ...fields, hardware_id: 'a' };
      expect(idsOf((await activate(device)).body)).toEqual(licenseIds);
      const limited = await make.apiKey({ product_ids: [stays.id] });
      const client = createClient(world.server, limited);
      const refused = await client.refused('checkBundle', { query: device });
      expect(refused.code).toBe('api_key_product_not_allowed');
    });
  });

  describe('the product of a bundle', () => {
    it('is activated, counted, checked and deactivated alone, by the key of the bundle', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        { license_type: 'consumption', max_consumptions: 5 },
      ]);
      const device = { ...fields, product: world.keyProduct.code, hardware_id: 'a' };
      const { body } = await world.client.call<License>('activateLicense', { body: device });
      expect(body).toMatchObject({ id: licenseIds[0], license_key: fields.license_key });
      await world.client.call('addConsumption', { body: device });
      const checked = await world.client.call<License>('checkLicense', { query: device });
      expect(checked.body).toMatchObject({ id: licenseIds[0], total_consumptions: 1 });
      const freed = await world.client.call('deactivateLicense', { body: device });
      expect(freed.status).toBe(200);
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('is activated by bundle_code with a license of that bundle only', async () => {
      const user = { userId: world.person.id };
      const { make, person } = world;
      const [product, other] = [await make.product(), await make.product()];
      const bundle = await make.bundle([product, other]);
      const newer = new Date('2026-02-01');
      await make.license({ product_id: product.id, ...user, createdAt: newer });
      const { licenseIds } = await make.bundleLicense(bundle, [user, user]);
      const device = {
        product: product.code,
        username: person.email,
        password: person.password,
        hardware_id: 'a',
      };
      const inBundle = { ...device, bundle_code: bundle.code };
      const { body } = await world.client.call<License>('activateLicense', { body: inBundle });
      expect(body.id).toBe(licenseIds[0]);
      const wrong = { ...device, bundle_code: world.bundle.code };
      const refused = await world.client.refused('activateLicense', { body: wrong });
      expect(refused.code).toBe('license_not_found');
      const unknown = { ...device, bundle_code: 'nothing' };
      const { code, message } = await world.client.refused('activateLicense', { body: unknown });
      expect({ code, message }).toEqual({
        code: 'unknown_product',
        message: 'Provided bundle was not found: nothing',
      });
    });
  });

  describe('a license user with a bundle', () => {
    const newUserBundle = async (members: Fields[] = [{}, {}]) => {
      const { make } = world;
      const person = await newPerson(world);
      const bundle = await make.bundle([await make.product(), await make.product()]);
      const user = { userId: person.id };
      const { id, licenseIds } = await make.bundleLicense(
        bundle,
        members.map((one) => ({ ...one, ...user })),
      );
      const fields = { product: bundle.code, username: person.email };
      return { id, person, bundle, licenseIds, fields, password: person.password };
    };

    it('checks the license of the bundle that the device has, also when there is a newer one', async () => {
      const { person, bundle, id, licenseIds, fields, password } = await newUserBundle();
      const user = { userId: person.id };
      const newer = await world.make.bundleLicense(bundle, [user, user]);
      const device = { ...fields, hardware_id: 'a' };
      await activate({ ...device, password, license_id: id });
      expect(idsOf((await check(device)).body)).toEqual(licenseIds);
      // Another device gets the newer one.
      const { body } = await activate({ ...device, hardware_id: 'b', password });
      expect(idsOf(body)).toEqual(newer.licenseIds);
    });

    it('activates it with a password, and checks it without', async () => {
      const { person, licenseIds, fields, password } = await newUserBundle();
      const device = { ...fields, hardware_id: 'a' };
      expect((await refusal({ ...device, password: 'wrong' })).code).toBe('license_not_found');
      const { body } = await activate({ ...device, password });
      expect(idsOf(body)).toEqual(licenseIds);
      expect(body).toMatchObject([{ user: { email: person.email } }, { user: {} }]);
      expect(signatures((await check(device)).body)).toEqual(signatures(body));
      expect((await deactivate(device)).body).toBe('license_deactivated');
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('has a maximum number of devices on each license', async () => {
      const { licenseIds, fields, password } = await newUserBundle([{}, { userMaxActivations: 1 }]);
      await activate({ ...fields, password, hardware_id: 'a' });
      const { code } = await refusal({ ...fields, password, hardware_id: 'b' });
      expect(code).toBe('licenseUserActivatedMaxTimes');
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
    });

    it('does not free the device of another user', async () => {
      const { licenseIds, fields, password } = await newUserBundle();
      const colleague = await newPerson(world);
      for (const id of licenseIds) {
        await world.server.store.assignments.assign(id, colleague.id, null);
      }
      await activate({ ...fields, password, hardware_id: 'a' });
      const device = { product: fields.product, hardware_id: 'a' };
      const { code } = await deactivationRefusal({ ...device, username: colleague.email });
      expect(code).toBe('device_not_found');
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
    });

    it('gets the newest of several that has seats, unless license_id names one', async () => {
      const { id, person, bundle, licenseIds, fields, password } = await newUserBundle();
      const user = { userId: person.id };
      const full = await world.make.bundleLicense(bundle, [{ ...user, enabled: false }, user]);
      const device = { ...fields, password, hardware_id: 'a' };
      expect((await refusal({ ...device, license_id: full.id })).code).toBe('license_not_enabled');
      expect(idsOf((await activate(device)).body)).toEqual(licenseIds);
      for (const license_id of [id, ...licenseIds]) {
        expect(idsOf((await activate({ ...device, license_id })).body)).toEqual(licenseIds);
      }
      expect((await refusal({ ...device, license_id: 12 })).code).toBe('license_not_found');
      await updateRow(world.server, 'licenses', full.licenseIds[0] ?? 0, { enabled: true });
      expect(idsOf((await activate(device)).body)).toEqual(licenseIds);
      const other = { ...device, hardware_id: 'b' };
      expect(idsOf((await activate(other)).body)).toEqual(full.licenseIds);
    });

    it('lists its licenses by the code of the bundle, and of a product', async () => {
      const { bundle, licenseIds, fields, password } = await newUserBundle();
      const [productId = 0] = bundle.product_ids;
      const product = (await world.server.store.products.find(productId))?.code ?? '';
      const list = async (query: Record<string, string>) => {
        const { body } = await world.client.call<{ license: License }[]>('listUserLicenses', {
          query: { ...fields, password, ...query },
        });
        return body.map(({ license }) => license.id).sort();
      };
      expect(await list({})).toEqual(licenseIds);
      expect(await list({ product })).toEqual(licenseIds.slice(0, 1));
    });
  });

  describe('the check of a bundle', () => {
    it('returns the licenses, and stores details of the device', async () => {
      const { fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const activated = await activate(device);
      const checked = await check({ ...device, hostname: 'new' });
      expect(signatures(checked.body)).toEqual(signatures(activated.body));
      for (const { device_id } of activated.body) {
        const stored = await storedDevice(world.server, device_id);
        expect(stored.fields).toEqual({ hostname: 'new' });
      }
    });

    it('says that a license has expired', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { fields } = await newBundleLicense(world, [
        { license_type: 'time-limited', valid_until },
      ]);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      await later(world.server, 2 * DAY, async () => {
        const { body } = await check(device);
        expect(body.map(({ is_expired }) => is_expired)).toEqual([true, false]);
      });
    });

    it('leaves out a license that the device does not use', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      const product = world.keyProduct.code;
      await world.client.call('deactivateLicense', { body: { ...device, product } });
      expect(idsOf((await check(device)).body)).toEqual(licenseIds.slice(1));
    });

    it('is refused as that of a license, and names the product', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      expect((await checkRefusal(device)).code).toBe('license_not_active');
      await activate(device);
      expect((await checkRefusal({ ...device, hardware_id: 'b' })).code).toBe('device_not_found');
      await updateRow(world.server, 'licenses', licenseIds[1] ?? 0, { enabled: false });
      const { code, message } = await checkRefusal(device);
      expect({ code, message }).toEqual({
        code: 'license_not_enabled',
        message: `${await codeOf(1)}: The license is not enabled.`,
      });
      await updateRow(world.server, 'licenses', licenseIds[1] ?? 0, { enabled: true });
      const { body } = await check(device);
      await blacklist(body[0]?.device_id);
      expect((await checkRefusal(device)).code).toBe('blacklisted');
    });

    it('stores nothing for a read-only API key', async () => {
      const { fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      const { body } = await activate({ ...device, hostname: 'old' });
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      await readOnly.call('checkBundle', { query: { ...device, hostname: 'new' } });
      const stored = await storedDevice(world.server, body[0]?.device_id ?? 0);
      expect(stored.fields).toEqual({ hostname: 'old' });
    });
  });

  describe('a floating license of a bundle', () => {
    const floating = { floating: true, floating_users: 1, max_activations: null } as const;
    const inUse = (licenses: readonly License[]) =>
      licenses.map(({ floating_in_use }) => floating_in_use);

    it('gets a slot at activation, and keeps it by checks', async () => {
      const { fields } = await newBundleLicense(world, [floating, floating]);
      const device = { ...fields, hardware_id: 'a' };
      expect(inUse((await activate(device)).body)).toEqual([true, true]);
      await later(world.server, DAY, async () =>
        expect(inUse((await check(device)).body)).toEqual([true, true]),
      );
    });

    it('has no slot left for a check, which then takes none of the others', async () => {
      const { fields } = await newBundleLicense(world, [
        { ...floating, floating_users: 2 },
        floating,
      ]);
      const a = { ...fields, hardware_id: 'a' };
      const b = { ...fields, hardware_id: 'b' };
      await activate(a);
      expect(inUse((await activate(b)).body)).toEqual([true, false]);
      const { code, message } = await checkRefusal(b);
      expect(code).toBe('floating_not_available');
      expect(message).toMatch(new RegExp(`^${await codeOf(1)}: No available slots`));
      // When both have lost their slots, a takes the one of the second license only.
      await later(world.server, 7 * DAY, async () => {
        const second = { ...a, product: await codeOf(1) };
        await world.client.call('checkLicense', { query: second });
        expect((await checkRefusal(b)).code).toBe('floating_not_available');
        const first = { ...fields, product: await codeOf(0) };
        for (const hardware_id of ['c', 'd']) {
          const { body } = await world.client.call<License>('activateLicense', {
            body: { ...first, hardware_id },
          });
          expect(body.floating_in_use).toBe(true);
        }
      });
    });

    it('is not given to a read-only API key', async () => {
      const { fields } = await newBundleLicense(world, [floating]);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      expect((await readOnly.call('checkBundle', { query: device })).status).toBe(200);
      await later(world.server, 7 * DAY, async () => {
        const refused = await readOnly.refused('checkBundle', { query: device });
        expect(refused.code).toBe('read_only_api_key');
      });
    });
  });

  describe('the deactivation of a bundle', () => {
    it('frees all seats, once', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [{ max_activations: 1 }]);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      expect((await deactivate(device)).body).toBe('license_deactivated');
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
      expect((await deactivationRefusal(device)).code).toBe('device_not_found');
      expect((await activate({ ...device, hardware_id: 'b' })).status).toBe(200);
    });

    it('is refused while one product is disabled, and names it', async () => {
      const { make, server } = world;
      const method = { authorization_method: 'license-key' } as const;
      const products = [await make.product(method), await make.product(method)] as const;
      const bundle = await make.bundle(products);
      const { licenseIds, fields } = await newBundleLicense({ make, bundle });
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      await updateRow(server, 'products', products[1].id, { enabled: false });
      const { code, message } = await deactivationRefusal(device);
      expect(code).toBe('disabled_product');
      expect(message).toContain(`${products[1].code}: `);
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
    });

    it('frees what is left when a license was deactivated alone', async () => {
      const { licenseIds, fields } = await newBundleLicense(world);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      const product = world.keyProduct.code;
      await world.client.call('deactivateLicense', { body: { ...device, product } });
      expect((await deactivate(device)).status).toBe(200);
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });

    it('counts consumptions of the one license that counts', async () => {
      const counting = { license_type: 'consumption', max_consumptions: 3 } as const;
      const { licenseIds, fields } = await newBundleLicense(world, [{}, counting]);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      const refused = async (consumptions: number) =>
        (await deactivationRefusal({ ...device, consumptions })).code;
      expect(await refused(4)).toBe('license_not_enough_consumptions');
      expect(await refused(-1)).toBe('negative_consumptions_not_allowed');
      expect(await timesActivated(licenseIds)).toEqual([1, 1]);
      await deactivate({ ...device, consumptions: 2 });
      const license = await world.server.store.licenses.find(licenseIds[1] ?? 0);
      expect(license).toMatchObject({ total_consumptions: 2, times_activated: 0 });
    });

    it('refuses consumptions when more than one license counts', async () => {
      const counting = { license_type: 'consumption' } as const;
      const { fields } = await newBundleLicense(world, [counting, counting]);
      const device = { ...fields, hardware_id: 'a' };
      await activate(device);
      const { code, message } = await deactivationRefusal({ ...device, consumptions: 1 });
      expect(code).toBe('validation_error');
      expect(message).toContain('add_consumption');
      expect((await deactivate(device)).status).toBe(200);
    });
  });

  describe('concurrent activations of a bundle', () => {
    it('sell each seat once, and activate all licenses or none', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [
        { max_activations: 20 },
        { max_activations: 10 },
      ]);
      const { license_key } = fields;
      const single = { product: world.keyProduct.code, license_key };
      const answers = await Promise.all(
        Array.from({ length: 200 }, async (_, index) => {
          const hardware_id = randomUUID();
          const isSingle = index % 4 === 3;
          const { status, body } = isSingle
            ? await insist('activateLicense', { ...single, hardware_id })
            : await insist('activateBundle', { ...fields, hardware_id });
          return { isSingle, hardware_id, status, code: (body as { code?: string }).code };
        }),
      );
      const done = answers.filter(({ status }) => status === 200);
      const bundles = done.filter(({ isSingle }) => !isSingle);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ code }) => code))).toEqual(
        new Set(['license_activated_max_times']),
      );
      expect(await timesActivated(licenseIds)).toEqual([done.length, bundles.length]);
      const devicesOf = async (id = 0) => {
        const { items } = await world.server.store.devices.list(
          { license_id: id, active: true },
          { limit: 100 },
        );
        return items.map(({ hardware_id }) => hardware_id).sort();
      };
      const names = (some: typeof done) => some.map(({ hardware_id }) => hardware_id).sort();
      expect(await devicesOf(licenseIds[0])).toEqual(names(done));
      expect(await devicesOf(licenseIds[1])).toEqual(names(bundles));
      // One of the two limits was reached.
      expect(done.length === 20 || bundles.length === 10).toBe(true);
    });

    it('end with no seat taken when every device gives the bundle back', async () => {
      const { licenseIds, fields } = await newBundleLicense(world, [{ max_activations: 3 }]);
      const single = { license_key: fields.license_key, product: world.keyProduct.code };
      await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const hardware_id = `device ${index % 8}`;
          const device = { ...fields, hardware_id };
          await world.client.call('activateBundle', { body: device });
          const body = { ...single, hardware_id };
          if (index % 2 === 0) await world.client.call('deactivateLicense', { body });
          await world.client.call('deactivateBundle', { body: device });
        }),
      );
      for (let index = 0; index < 8; index += 1) {
        const body = { ...fields, hardware_id: `device ${index}` };
        await world.client.call('deactivateBundle', { body });
      }
      expect(await timesActivated(licenseIds)).toEqual([0, 0]);
    });
  });

  /** Sends a request again while the server is too busy, which changes nothing. */
  async function insist(operationId: string, body: Fields) {
    for (;;) {
      const answer = await world.client.call(operationId, { body });
      if (answer.status !== 503) return answer;
    }
  }

  function blacklist(deviceId = 0): Promise<void> {
    return world.server.store.devices.setBlacklisted(deviceId, true, new Date());
  }
});
