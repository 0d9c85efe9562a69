import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  fieldsAfterSignIn,
  later,
  newBundleLicense,
  newFeatureLicense,
  newPerson,
  newUserLicenses,
  offlineBody,
  PAST,
  startWorld,
  type World,
} from '../world.ts';

type Feature = components['schemas']['LicenseFeature'];
type License = components['schemas']['License'];
type Borrowed = components['schemas']['BorrowedFeatureSlot'];
type Fields = Record<string, string>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Floating features: `check_license_feature`, `floating/feature_release` and `floating/feature_borrow` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  type Options = NonNullable<Parameters<typeof newFeatureLicense>[2]>;
  /** A license with a floating feature of one slot, unless another number is named, on two devices. */
  async function floating({ terms, license }: Options = {}) {
    const { id, featureId, fields } = await newFeatureLicense(world, 'activation', {
      terms: { floating: true, floating_users: 1, floating_timeout: 30, ...terms },
      license: { max_activations: null, ...license },
    });
    const [a, b] = [
      { ...fields, hardware_id: 'a' },
      { ...fields, hardware_id: 'b' },
    ];
    for (const body of [a, b]) await world.client.call('activateLicense', { body });
    return { id, featureId, a, b };
  }
  /** A license of `world.person` with a floating feature, and what names it on a device. */
  async function floatingOfUser(license: Parameters<typeof newUserLicenses>[1] = {}) {
    const { make, server } = world;
    const { ids, fields } = await newUserLicenses(world, { max_activations: null, ...license });
    const { product = '' } = fields;
    const [id = 0] = ids;
    const product_id = (await server.store.products.findByCode(product))?.id ?? 0;
    const { id: product_feature_id, code: feature } = await make.productFeature({ product_id });
    await make.licenseFeature({ license_id: id, product_feature_id, floating: true });
    return { id, feature, device: { ...fields, product, hardware_id: 'a' } };
  }
  const check = async (query: Fields) =>
    (await world.client.call<Feature>('checkLicenseFeature', { query })).body;
  const refused = async (query: Fields) =>
    (await world.client.refused('checkLicenseFeature', { query })).code;
  const release = (body: Fields) => world.client.call('releaseFeatureSlot', { body });
  const borrow = async (body: object) =>
    (await world.client.call<Borrowed>('borrowFeatureSlot', { body })).body;
  const refusal = async (operation: 'releaseFeatureSlot' | 'borrowFeatureSlot', body: object) =>
    (await world.client.refused(operation, { body })).code;

  describe('the slots of a floating feature', () => {
    it('are taken and renewed by a check of the feature, not by a check of the license', async () => {
      const { a, b } = await floating();
      const { body } = await world.client.call<License>('checkLicense', { query: a });
      expect(body).not.toHaveProperty('floating_in_use');
      expect(body.product_features).toMatchObject([
        {
          is_floating: false,
          is_floating_cloud: true,
          floating_users: 1,
          floating_timeout: 30,
          floating_in_use_devices: 0,
        },
      ]);
      expect(await check(b)).toMatchObject({
        is_floating_cloud: true,
        floating_users: 1,
        floating_timeout: 30,
        floating_in_use_devices: 1,
      });
      const { code, message } = await world.client.refused('checkLicenseFeature', { query: a });
      expect(code).toBe('floating_not_available');
      expect(message).toContain(`floating feature ${a.feature}: all 1 are in use`);
      await later(world.server, 29 * MINUTE, () => check(b));
      await later(world.server, 58 * MINUTE, async () => {
        expect(await refused(a)).toBe('floating_not_available');
      });
      await later(world.server, 61 * MINUTE, async () => {
        expect(await check(a)).toMatchObject({ floating_in_use_devices: 1 });
      });
    });

    it('are counted wherever the features of a license are shown', async () => {
      const { make, keyProduct, bundle } = world;
      const { fields, licenseIds } = await newBundleLicense(world);
      const { id, code: feature } = await make.productFeature({ product_id: keyProduct.id });
      const license_id = licenseIds[0] ?? 0;
      await make.licenseFeature({ license_id, product_feature_id: id, floating: true });
      const device = { ...fields, hardware_id: 'a' };
      const ofMember = { ...device, product: keyProduct.code };
      await world.client.call('activateBundle', { body: device });
      await check({ ...ofMember, feature });
      const offline = (product: string) => offlineBody(world, { ...device, product });
      const shown = [
        await world.client.call('activateLicense', { body: ofMember }),
        await world.client.call('checkLicense', { query: ofMember }),
        await world.client.call('activateBundle', { body: device }),
        await world.client.call('checkBundle', { query: device }),
        await world.client.call('activateOffline', { body: offline(keyProduct.code) }),
        await world.client.call('activateBundleOffline', { body: offline(bundle.code) }),
      ];
      for (const { status, bytes } of shown) {
        expect(status).toBe(200);
        expect(bytes.toString()).toContain('"floating_in_use_devices":1,');
      }
    });

    it('are counted in the list of the licenses of a user', async () => {
      const { device, feature } = await floatingOfUser();
      await world.client.call('activateLicense', { body: device });
      await check({ ...device, feature });
      const { body } = await world.client.call<{ license: License }[]>('listUserLicenses', {
        query: device,
      });
      expect(body.flatMap(({ license }) => license.product_features)).toMatchObject([
        { code: feature, floating_in_use_devices: 1 },
      ]);
    });

    it('are separate from those of the license and of other features', async () => {
      const license = { floating: true, floating_users: 1 };
      const one = await floating({ license });
      const { id, code } = await world.make.productFeature({ product_id: world.keyProduct.id });
      await world.make.licenseFeature({
        license_id: one.id,
        product_feature_id: id,
        floating: true,
      });
      expect(await check(one.b)).toMatchObject({ floating_in_use_devices: 1 });
      const { body } = await world.client.call<License>('checkLicense', { query: one.a });
      expect(body.floating_in_use).toBe(true);
      const inUse = body.product_features.map((feature) => [
        feature.code,
        feature.floating_in_use_devices,
      ]);
      expect(Object.fromEntries(inUse)).toEqual({ [one.a.feature]: 1, [code]: 0 });
    });

    it('are freed by a release, a deactivation and the removal of the feature', async () => {
      const { a, b } = await floating();
      await check(a);
      expect(await release(a)).toMatchObject({ status: 200, body: '' });
      expect(await refusal('releaseFeatureSlot', a)).toBe('floating_feature_device_not_in_use');
      await check(b);
      await world.client.call('deactivateLicense', { body: b });
      expect(await check(a)).toMatchObject({ floating_in_use_devices: 1 });
    });

    it('are not needed when the license has expired', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { a, b } = await floating({ license: { license_type: 'time-limited', valid_until } });
      await later(world.server, 2 * DAY, async () => {
        for (const one of [a, b]) {
          expect(await check(one)).toMatchObject({ floating_in_use_devices: 0 });
        }
        const body = { ...a, borrowed_until: null };
        expect(await refusal('borrowFeatureSlot', body)).toBe('license_expired');
      });
    });

    it('are not taken by a read-only API key, which is refused where one is needed', async () => {
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const { a, b } = await floating();
      await check(a);
      expect((await readOnly.call('checkLicenseFeature', { query: a })).status).toBe(200);
      const { code } = await readOnly.refused('checkLicenseFeature', { query: b });
      expect(code).toBe('read_only_api_key');
    });

    it('are borrowed when the license allows it', async () => {
      const { id, featureId, a, b } = await floating({ license: { can_borrow: true } });
      const until = new Date(world.server.clock.now().getTime() + DAY).toISOString();
      expect(await borrow({ ...a, borrowed_until: until })).toEqual({
        borrowed_until: until,
        max_borrow_time: 168,
        device_id: expect.any(Number),
        license_id: id,
        id: featureId,
        code: a.feature,
      });
      await later(world.server, DAY - MINUTE, async () => {
        expect(await refused(b)).toBe('floating_not_available');
        const body = { ...b, borrowed_until: null };
        expect(await refusal('borrowFeatureSlot', body)).toBe('floating_not_available');
      });
      await release(a);
      expect(await check(b)).toMatchObject({ floating_in_use_devices: 1 });
    });

    it('are borrowed after a sign-in, whose token is for one device', async () => {
      const { customerId: customer_id } = world.account;
      const { device, feature } = await floatingOfUser({ can_borrow: true, customer_id });
      for (const hardware_id of ['a', 'b']) {
        await world.client.call('activateLicense', { body: { ...device, hardware_id } });
      }
      const query = { product: device.product };
      const signedIn = await fieldsAfterSignIn(world, 'id_token', { query });
      const body = { ...signedIn, feature, hardware_id: 'a', borrowed_until: null };
      expect(await borrow(body)).toMatchObject({ code: feature });
      const other = { ...body, hardware_id: 'b' };
      expect(await refusal('borrowFeatureSlot', other)).toBe('sso_token_used');
    });

    it('are released by the username of the user whose device it is, and of no other', async () => {
      const { person, server } = world;
      const { id, device, feature } = await floatingOfUser();
      await world.client.call('activateLicense', { body: device });
      await check({ ...device, feature });
      const colleague = await newPerson(world);
      await server.store.assignments.assign(id, colleague.id, null);
      const named = { product: device.product, hardware_id: 'a', feature };
      const foreign = { ...named, username: colleague.email };
      expect(await refusal('releaseFeatureSlot', foreign)).toBe('device_not_found');
      expect((await release({ ...named, username: person.email })).status).toBe(200);
    });

    it('are refused in the documented order', async () => {
      const { id, featureId, a } = await floating({
        terms: { floating: false, floating_users: null, floating_timeout: null },
      });
      const wrong = { ...a, borrowed_until: 'never' };
      const both = async (body: object) => [
        await refusal('releaseFeatureSlot', body),
        await refusal('borrowFeatureSlot', body),
      ];
      const set = (columns: Parameters<typeof updateRow>[3]) =>
        updateRow(world.server, 'licenses', id, columns);
      const unbound = { ...wrong, hardware_id: 'c', feature: 'none' };
      expect(await both({ ...wrong, license_key: 'AAAA' })).toEqual([
        'license_not_found',
        'license_not_found',
      ]);
      await set({ enabled: false });
      expect(await both(unbound)).toEqual(['license_not_enabled', 'license_not_enabled']);
      await set({ enabled: true });
      expect(await both({ ...wrong, hardware_id: 'c' })).toEqual([
        'device_not_found',
        'feature_not_floating',
      ]);
      expect(await both(unbound)).toEqual(['device_not_found', 'license_borrow_not_allowed']);
      await set({ can_borrow: true });
      expect(await both(unbound)).toEqual(['device_not_found', 'borrow_until_not_valid']);
      const untilNull = { borrowed_until: null };
      expect(await both({ ...unbound, ...untilNull })).toEqual([
        'device_not_found',
        'device_not_found',
      ]);
      const unknown = { ...wrong, ...untilNull, feature: 'none' };
      const code = 'invalid_license_feature_code';
      expect(await both(unknown)).toEqual([code, code]);
      expect(await both(wrong)).toEqual(['feature_not_floating', 'feature_not_floating']);
      await updateRow(world.server, 'license_features', featureId, { expires_at: PAST.getTime() });
      expect(await both({ ...a, ...untilNull })).toEqual([code, code]);
      const floats = await floating({ license: { can_borrow: true } });
      expect(await both({ ...floats.a, borrowed_until: 'never' })).toEqual([
        'floating_feature_device_not_in_use',
        'borrow_until_not_valid',
      ]);
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      for (const operation of ['releaseFeatureSlot', 'borrowFeatureSlot']) {
        expect((await readOnly.refused(operation, { body: wrong })).code).toBe('read_only_api_key');
      }
    });

    it('are refused without an active device', async () => {
      const { a } = await floating();
      await world.client.call('deactivateLicense', { body: a });
      await world.client.call('deactivateLicense', { body: { ...a, hardware_id: 'b' } });
      expect(await refusal('releaseFeatureSlot', a)).toBe('license_not_active');
      const body = { ...a, borrowed_until: null };
      expect(await refusal('borrowFeatureSlot', body)).toBe('license_not_active');
    });

    it('are never held by more devices than there are, whatever arrives at once', async () => {
      const { a } = await floating({ terms: { floating_users: 4 } });
      const all = Array.from({ length: 30 }, (_, index) => ({
        ...a,
        hardware_id: `device ${index}`,
      }));
      await Promise.all(all.map((body) => world.client.call('activateLicense', { body })));
      const checks = await Promise.all(
        [...all, ...all].map(async (query) => {
          const { status } = await world.client.call('checkLicenseFeature', { query });
          return { status, name: query.hardware_id };
        }),
      );
      const names = new Set(checks.filter(({ status }) => status === 200).map(({ name }) => name));
      expect(names.size).toBe(4);
    });
  });
});
