import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, unique } from './world.ts';

type Schemas = components['schemas'];
type Bundle = Schemas['AdminBundle'];
type BundleLicense = Schemas['AdminBundleLicense'];

/** `/admin/v1/bundles` and `/admin/v1/bundle-licenses` */
describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const keyProduct = () => world.make.product({ authorization_method: 'license-key' });
  const refusal = async (operationId: string, call: object) =>
    world.client.refused(operationId, call);
  const createBundle = async (over: object = {}) => {
    const [one, two] = [await keyProduct(), await keyProduct()];
    const { body } = await world.client.call<Bundle>('createBundle', {
      body: {
        code: unique('b'),
        name: 'Suite',
        authorization_method: 'license-key',
        product_ids: [one.id, two.id],
        ...over,
      },
    });
    return { bundle: body, one, two };
  };
  const issue = async (bundleId: number, over: object = {}) =>
    (
      await world.client.call<BundleLicense>('createBundleLicense', {
        body: { bundle_id: bundleId, ...over },
      })
    ).body;
  const device = async (productId: number, licenseKey: string | null) =>
    world.make.device({
      productId,
      holder: { licenseKey: licenseKey ?? '' },
      hardwareId: unique('d'),
    });

  describe('bundles', () => {
    it('consist of products, which join and leave', async () => {
      const { bundle, one, two } = await createBundle({ metadata: { tier: 1 } });
      expect(bundle).toMatchObject({
        product_ids: [one.id, two.id],
        product_codes: [one.code, two.code],
        enabled: true,
        archived: false,
        metadata: { tier: 1 },
      });
      const path = { id: bundle.id };
      const three = await keyProduct();
      const body = { product_ids: [three.id, one.id], name: 'Office', archived: true };
      const { body: changed } = await world.client.call<Bundle>('updateBundle', { path, body });
      expect(changed).toMatchObject({
        product_ids: [one.id, three.id],
        name: 'Office',
        archived: true,
      });
      const { body: found } = await world.client.call<Bundle>('getBundle', { path });
      expect(found).toEqual(changed);
      const query = { code: bundle.code, archived: 'true' };
      const { body: list } = await world.client.call<Schemas['AdminBundleList']>('listBundles', {
        query,
      });
      expect(list.items).toEqual([changed]);
    });

    it('have a code that no product and no other bundle has', async () => {
      const { bundle, one } = await createBundle();
      for (const [operationId, code] of [
        ['createBundle', bundle.code],
        ['createBundle', one.code],
        ['createProduct', bundle.code],
      ] as const) {
        const more = operationId === 'createBundle' ? { product_ids: [one.id] } : {};
        const body = { code, name: 'N', authorization_method: 'license-key', ...more };
        expect((await refusal(operationId, { body })).code).toBe('already_exists');
      }
    });

    it('refuse products that do not exist or are activated in another way', async () => {
      const { bundle, one } = await createBundle();
      const other = await world.make.product();
      for (const product_ids of [[12], [one.id, other.id], [], [one.id, one.id]]) {
        const call = { path: { id: bundle.id }, body: { product_ids } };
        expect((await refusal('updateBundle', call)).code).toBe('validation_error');
      }
      const call = { path: { id: bundle.id } };
      const { body } = await world.client.call<Bundle>('getBundle', call);
      expect(body).toEqual(bundle);
    });

    it('are deleted when they have no licenses, and keep their products until then', async () => {
      const { bundle, one } = await createBundle();
      expect((await refusal('deleteProduct', { path: { id: one.id } })).code).toBe('in_use');
      const issued = await issue(bundle.id);
      const path = { id: bundle.id };
      expect((await refusal('deleteBundle', { path })).code).toBe('in_use');
      await world.client.call('deleteBundleLicense', { path: { id: issued.id } });
      await world.client.call('deleteBundle', { path });
      expect((await refusal('getBundle', { path })).code).toBe('not_found');
      await world.client.call('deleteProduct', { path: { id: one.id } });
    });
  });

  describe('bundle licenses', () => {
    it('have a license for each product, with terms for all and for one', async () => {
      const { bundle, one, two } = await createBundle();
      const issued = await issue(bundle.id, {
        terms: { max_activations: 3, order_store_id: 'order-1' },
        licenses: [{ product_id: two.id, terms: { max_activations: 7 } }],
      });
      expect(issued).toMatchObject({
        bundle_code: bundle.code,
        license_key: expect.stringMatching(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/) as unknown,
        licenses: [
          { product_code: one.code, max_activations: 3, order_store_id: 'order-1' },
          { product_code: two.code, max_activations: 7, order_store_id: 'order-1' },
        ],
      });
      for (const { license_key, bundle_license_id } of issued.licenses) {
        expect({ license_key, bundle_license_id }).toEqual({
          license_key: issued.license_key,
          bundle_license_id: issued.id,
        });
      }
      const lists: [string, Record<string, string>][] = [
        ['listBundleLicenses', { bundle_id: String(bundle.id) }],
        [
          'listBundleLicenses',
          { license_key: issued.license_key ?? '', order_store_id: 'order-1' },
        ],
      ];
      for (const [operationId, query] of lists) {
        const { body } = await world.client.call<Schemas['AdminBundleLicenseList']>(operationId, {
          query,
        });
        expect(body.items).toEqual([issued]);
      }
      const { body: licenses } = await world.client.call<Schemas['AdminLicenseList']>(
        'listLicenses',
        { query: { license_key: issued.license_key ?? '' } },
      );
      expect(licenses.items.map(({ id }) => id).sort()).toEqual(
        issued.licenses.map(({ id }) => id),
      );
    });

    it('of user products have the same users', async () => {
      const { make } = world;
      const products = [await make.product(), await make.product()];
      const bundle = await make.bundle(products);
      const email = `${unique('user')}@customer.test`;
      const issued = await issue(bundle.id, { users: [{ email }], create_users: true });
      expect(issued).toMatchObject({
        license_key: null,
        licenses: [{ user_count: 1 }, { user_count: 1 }],
      });
      const user = await world.server.store.licenseUsers.findByEmail(email);
      const query = { license_user_id: String(user?.id) };
      const { body } = await world.client.call<Schemas['AdminBundleLicenseList']>(
        'listBundleLicenses',
        { query },
      );
      expect(body.items).toEqual([issued]);
    });

    it('are refused with terms, products, keys or users that do not fit, and store nothing', async () => {
      const { bundle, one } = await createBundle();
      const taken = await issue(bundle.id);
      const cases: [string, object][] = [
        ['validation_error', { terms: { license_type: 'time-limited' } }],
        ['validation_error', { licenses: [{ product_id: 12, terms: { enabled: false } }] }],
        [
          'validation_error',
          { licenses: [1, 2].map(() => ({ product_id: one.id, terms: { enabled: false } })) },
        ],
        ['validation_error', { users: [{ email: 'a@b.test' }] }],
        ['validation_error', { terms: { customer_id: 12 } }],
        ['validation_error', { bundle_id: 12 }],
        ['already_exists', { license_key: taken.license_key }],
      ];
      for (const [code, over] of cases) {
        const body = { bundle_id: bundle.id, ...over };
        expect((await refusal('createBundleLicense', { body })).code).toBe(code);
      }
      const license = { product_id: one.id, license_key: taken.license_key };
      expect((await refusal('createLicense', { body: license })).code).toBe('already_exists');
      const query = { bundle_id: String(bundle.id) };
      const { body } = await world.client.call<Schemas['AdminBundleLicenseList']>(
        'listBundleLicenses',
        { query },
      );
      expect(body.total).toBe(1);
    });

    it('change all their licenses, or none', async () => {
      const { bundle, one } = await createBundle();
      const issued = await issue(bundle.id, { terms: { max_activations: 3 } });
      const path = { id: issued.id };
      const { body, headers } = await world.client.call<BundleLicense>('updateBundleLicense', {
        path,
        body: { enabled: false, note: 'unpaid' },
      });
      expect(body.licenses).toMatchObject([
        { enabled: false, note: 'unpaid' },
        { enabled: false, note: 'unpaid' },
      ]);
      expect(headers).toMatchObject({ etag: '"2"' });
      await device(one.id, issued.license_key);
      await device(one.id, issued.license_key);
      const small = { path, body: { max_activations: 1 } };
      expect((await refusal('updateBundleLicense', small)).code).toBe('in_use');
      const { body: after } = await world.client.call<BundleLicense>('getBundleLicense', { path });
      expect(after.licenses.map(({ max_activations }) => max_activations)).toEqual([3, 3]);
    });

    it('are assigned to users with all their licenses, or none', async () => {
      const { make } = world;
      const [one, two] = [await make.product(), await make.product()];
      const terms = { max_activations: null };
      const issued = await issue((await make.bundle([one, two])).id, { terms });
      const user = await make.user();
      const path = { id: issued.id, user_id: user.id };
      const assign = (body: object) =>
        world.client.call<BundleLicense>('assignBundleLicenseUser', { path, body });
      const { body, headers } = await assign({ max_activations: 2 });
      expect(body.licenses).toMatchObject([{ user_count: 1 }, { user_count: 1 }]);
      expect(headers).toMatchObject({ etag: '"2"' });
      const limits = async () => {
        const found = issued.licenses.map(({ id }) =>
          world.server.store.assignments.find(id, user.id),
        );
        return (await Promise.all(found)).map((assigned) => assigned?.max_activations);
      };
      expect(await limits()).toEqual([2, 2]);

      const holder = { licenseUserId: user.id };
      for (const hardwareId of ['a', 'b'])
        await make.device({ productId: two.id, holder, hardwareId });
      expect(
        (await refusal('assignBundleLicenseUser', { path, body: { max_activations: 1 } })).code,
      ).toBe('in_use');
      expect(await limits()).toEqual([2, 2]);
      expect((await refusal('unassignBundleLicenseUser', { path })).code).toBe('in_use');
      expect(await limits()).toEqual([2, 2]);
      const query = { release_devices: true };
      const { body: after } = await world.client.call<BundleLicense>('unassignBundleLicenseUser', {
        path,
        query,
      });
      expect(after.licenses).toMatchObject([
        { user_count: 0, times_activated: 0 },
        { user_count: 0, times_activated: 0 },
      ]);
      expect((await refusal('unassignBundleLicenseUser', { path, query })).code).toBe('not_found');
    });

    it('with a license key, or without room, are assigned to nobody', async () => {
      const { bundle } = await createBundle();
      const byKey = await issue(bundle.id);
      const { id: user_id } = await world.make.user();
      const assign = (id: number) =>
        refusal('assignBundleLicenseUser', { path: { id, user_id }, body: {} });
      expect((await assign(byKey.id)).code).toBe('validation_error');
      const [one, two] = [await world.make.product(), await world.make.product()];
      const full = { product_id: two.id, terms: { max_license_users: 1 } };
      const users = [{ email: (await world.make.user()).email }];
      const issued = await issue((await world.make.bundle([one, two])).id, {
        users,
        licenses: [full],
      });
      expect((await assign(issued.id)).code).toBe('license_users_max');
      const { body } = await world.client.call<BundleLicense>('getBundleLicense', {
        path: { id: issued.id },
      });
      expect(body.licenses).toMatchObject([{ user_count: 1 }, { user_count: 1 }]);
    });

    it('are deleted with their licenses, when no device is active', async () => {
      const { bundle, one } = await createBundle();
      const issued = await issue(bundle.id);
      const path = { id: issued.id };
      const id = await device(one.id, issued.license_key);
      const { code, message } = await refusal('deleteBundleLicense', { path });
      expect(code).toBe('in_use');
      expect(message).toContain(one.code);
      const [license] = issued.licenses;
      await world.client.call('releaseDevice', { path: { id: license?.id ?? 0, device_id: id } });
      await world.client.call('deleteBundleLicense', { path });
      expect((await refusal('getBundleLicense', { path })).code).toBe('not_found');
      for (const { id: licenseId } of issued.licenses) {
        expect(await world.server.store.licenses.find(licenseId)).toBeUndefined();
      }
      const { body } = await world.client.call<Schemas['AuditEntryList']>('listAuditEntries', {
        query: { subject_kind: 'bundle_license', limit: '1' },
      });
      expect(body.items).toMatchObject([
        { action: 'deleteBundleLicense', product: bundle.code, license_key: issued.license_key },
      ]);
    });
  });
});
