import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { type AdminWorld, createAdminWorld, newLicense, newLicenseFeature } from './world.ts';

type License = components['schemas']['AdminLicense'];

const DAY = 86_400_000;

describe('the Admin API', () => {
  let world: AdminWorld;
  beforeAll(async () => {
    world = await createAdminWorld();
  });
  afterAll(() => world.server.close());

  const set = async (path: object, body: Record<string, unknown>) =>
    (await world.client.call<License>('setLicenseFeature', { path: path as never, body })).body;
  const refusal = (path: object, body: Record<string, unknown>) =>
    world.client.refused('setLicenseFeature', { path: path as never, body });
  const get = async (id: number) =>
    (await world.client.call<License>('getLicense', { path: { id } })).body;

  /** A license, and a feature of its product that it does not have yet. */
  async function unset(feature_type: 'activation' | 'consumption' = 'consumption', devices = 0) {
    const license = await newLicense(world, devices);
    const feature = await world.make.productFeature({
      product_id: license.productId,
      feature_type,
    });
    return { license, feature, path: { id: license.id, feature_id: feature.id } };
  }
  const count = async (id: number, total: number) => {
    const [feature] = await world.server.store.licenseFeatures.list(id);
    const counted_at = world.server.clock.now();
    await world.server.store.licenseFeatures.setCounter(feature?.id ?? 0, {
      total_consumptions: total,
      counted_at,
    });
  };

  describe('the features of a license', () => {
    it('are given with the defaults, and changed field by field', async () => {
      const { license, feature, path } = await unset();
      const given = await set(path, {});
      const defaults = {
        product_feature_id: feature.id,
        code: feature.code,
        name: feature.name,
        feature_type: 'consumption',
        expires_at: null,
        is_expired: false,
        valid_days: null,
        max_consumptions: null,
        allow_negative_consumptions: false,
        allow_overages: false,
        max_overages: 0,
        consumption_period: null,
        floating: false,
        floating_users: null,
        floating_timeout: null,
        total_consumptions: 0,
      };
      expect(given.features).toEqual([{ ...defaults, id: expect.any(Number) }]);
      const terms = {
        expires_at: '2030-01-01T00:00:00.000Z',
        floating: true,
        floating_users: 3,
        floating_timeout: 20,
        valid_days: 30,
        max_consumptions: 5,
        allow_negative_consumptions: true,
        allow_overages: true,
        max_overages: 2,
        consumption_period: 'weekly',
      };
      expect((await set(path, terms)).features).toMatchObject([{ ...defaults, ...terms }]);
      const { features } = await set(path, { max_consumptions: null });
      expect(features).toMatchObject([{ ...terms, max_consumptions: null }]);
      expect((await get(license.id)).features).toEqual(features);
    });

    it('change the ETag of the license, and need the current one', async () => {
      const { path } = await unset();
      const before = await world.client.call<License>('getLicense', { path: { id: path.id } });
      const ifMatch = String(before.headers['etag']);
      const first = { path, body: {}, ifMatch };
      expect((await world.client.call('setLicenseFeature', first)).status).toBe(200);
      expect((await world.client.refused('setLicenseFeature', first)).code).toBe(
        'precondition_failed',
      );
      expect((await world.client.refused('removeLicenseFeature', { path, ifMatch })).code).toBe(
        'precondition_failed',
      );
    });

    it('are given once when requests arrive together', async () => {
      const { path } = await unset();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          world.client.call('setLicenseFeature', { path, body: {} }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
      expect((await get(path.id)).features).toHaveLength(1);
    });

    it('end at the end of a day that is named', async () => {
      const { path } = await unset();
      const { features } = await set(path, { expires_at: '2030-01-01' });
      expect(features).toMatchObject([{ expires_at: '2030-01-01T23:59:59.999Z' }]);
    });

    it('count their days from now if the license has devices, and else from its activation', async () => {
      const inUse = await unset('activation', 1);
      const { features } = await set(inUse.path, { valid_days: 10 });
      const end = new Date(features?.[0]?.expires_at ?? 0).getTime() - 10 * DAY;
      expect(Math.abs(end - world.server.clock.now().getTime())).toBeLessThan(DAY);
      const unused = await unset('activation');
      expect((await set(unused.path, { valid_days: 10 })).features).toMatchObject([
        { expires_at: null, valid_days: 10 },
      ]);
    });

    it('let their days count again only when the end is cleared', async () => {
      const { path } = await unset('activation', 1);
      const end = '2020-01-01T00:00:00.000Z';
      expect((await set(path, { expires_at: end, valid_days: 10 })).features).toMatchObject([
        { expires_at: end, is_expired: true },
      ]);
      expect((await set(path, { valid_days: 20 })).features).toMatchObject([{ expires_at: end }]);
      const { features } = await set(path, { expires_at: null });
      expect(features?.[0]).toMatchObject({ valid_days: 20, is_expired: false });
      expect(features?.[0]?.expires_at).not.toBe(end);
    });

    it('keep what was counted when their terms change, except for what the old period has reset', async () => {
      const { license, path } = await unset();
      await set(path, { consumption_period: 'daily' });
      await count(license.id, 7);
      expect((await set(path, { max_consumptions: 3 })).features).toMatchObject([
        { total_consumptions: 7 },
      ]);
      world.server.clock.advance(2 * DAY);
      expect((await set(path, { consumption_period: null })).features).toMatchObject([
        { total_consumptions: 0 },
      ]);
      world.server.clock.advance(-2 * DAY);
    });

    it('are taken away with what was counted', async () => {
      const { license, path } = await unset();
      await set(path, {});
      await count(license.id, 7);
      const removed = await world.client.call<License>('removeLicenseFeature', { path });
      expect(removed.body.features).toEqual([]);
      expect((await world.client.refused('removeLicenseFeature', { path })).code).toBe('not_found');
      expect((await set(path, {})).features).toMatchObject([{ total_consumptions: 0 }]);
    });

    it('are deleted with the license', async () => {
      const { license, path } = await unset();
      await set(path, {});
      expect((await world.client.call('deleteLicense', { path: { id: license.id } })).status).toBe(
        204,
      );
      expect(await world.server.store.licenseFeatures.list(license.id)).toEqual([]);
    });

    it.each([
      ['max_consumptions', 5],
      ['allow_negative_consumptions', true],
      ['allow_overages', true],
      ['max_overages', 5],
      ['consumption_period', 'daily'],
    ])('cannot have %s unless they count their use', async (field, value) => {
      const { path } = await unset('activation');
      expect(await refusal(path, { [field]: value })).toMatchObject({
        code: 'validation_error',
        message: `body.${field}: only a feature of the type consumption can have ${field}`,
      });
      expect((await get(path.id)).features).toEqual([]);
    });

    it.each([
      ['a time that does not exist', { expires_at: '2030-02-31' }],
      ['no days', { valid_days: 0 }],
      ['a negative limit', { max_consumptions: -1 }],
      ['an unknown period', { consumption_period: 'hourly' }],
      ['an unknown field', { code: 'ocr' }],
      ['a text for a number', { max_consumptions: '5' }],
    ])('are refused with %s', async (_, body) => {
      const { path } = await unset();
      expect((await refusal(path, body)).code).toBe('validation_error');
      expect((await get(path.id)).features).toEqual([]);
    });

    it('are those of the product of the license', async () => {
      const { license, path } = await unset();
      const other = await unset();
      const foreign = { ...path, feature_id: other.feature.id };
      const { code, message } = await refusal(foreign, {});
      expect(code).toBe('not_found');
      expect(message).toContain(`feature of the product ${license.product}`);
      expect((await refusal({ ...path, feature_id: 1 }, {})).code).toBe('not_found');
      expect((await refusal({ ...path, id: 1 }, {})).code).toBe('not_found');
    });

    it('are issued with a license', async () => {
      const product = await world.make.product({ authorization_method: 'license-key' });
      const product_id = product.id;
      await world.make.productFeature({ product_id, code: 'ocr' });
      await world.make.productFeature({ product_id, code: 'pages', feature_type: 'consumption' });
      const features = [
        { code: 'pages', max_consumptions: 100, consumption_period: 'monthly' },
        { code: 'ocr', expires_at: '2030-01-01' },
      ];
      const body = { product_id, features };
      const { body: issued } = await world.client.call<License>('createLicense', { body });
      expect(issued.features).toMatchObject([
        { code: 'ocr', expires_at: '2030-01-01T23:59:59.999Z', max_consumptions: null },
        { code: 'pages', max_consumptions: 100, consumption_period: 'monthly', expires_at: null },
      ]);
    });

    it.each([
      ['an unknown one', [{ code: 'none' }], 'body.features.0.code: the product'],
      ['the same twice', [{ code: 'ocr' }, { code: 'ocr' }], 'body.features.1 is repeated'],
      [
        'a limit that it cannot have',
        [{ code: 'ocr', max_overages: 1 }],
        'body.features.0.max_overages',
      ],
      [
        'a time that does not exist',
        [{ code: 'ocr', expires_at: '2030-02-31' }],
        'body.features.0.expires_at',
      ],
      [
        'more than 100',
        Array(101).fill({ code: 'ocr' }),
        'body.features must NOT have more than 100',
      ],
    ])('are refused for a new license with %s', async (_, features, message) => {
      const { id: product_id } = await world.make.product({ authorization_method: 'license-key' });
      await world.make.productFeature({ product_id, code: 'ocr' });
      const body = { product_id, features };
      expect(await world.client.refused('createLicense', { body })).toMatchObject({
        code: 'validation_error',
        message: expect.stringContaining(message),
      });
      expect((await world.server.store.licenses.list({ product_id }, { limit: 1 })).total).toBe(0);
    });
  });

  describe('the reset of a counter', () => {
    it('sets that of a feature to 0, and keeps what was counted in the audit log', async () => {
      const { id, featureId, code } = await newLicenseFeature(world);
      await count(id, 7);
      const path = { id, feature_id: featureId };
      const { body } = await world.client.call<License>('resetFeatureConsumption', { path });
      expect(body.features).toMatchObject([{ total_consumptions: 0 }]);
      const { items } = await world.server.store.audit.list(
        { action: 'resetFeatureConsumption' },
        { limit: 1 },
      );
      expect(items).toMatchObject([
        { subject: { kind: 'license', id }, detail: { feature: code, total_consumptions: 7 } },
      ]);
    });

    it('sets that of a license to 0, and leaves those of its features', async () => {
      const { id: product_id } = await world.make.product();
      const { id } = await world.make.license({ product_id, license_type: 'consumption' });
      const feature = await world.make.productFeature({ product_id, feature_type: 'consumption' });
      await world.make.licenseFeature({ license_id: id, product_feature_id: feature.id });
      await world.server.store.seats.setCounter(id, {
        total_consumptions: 9,
        counted_at: new Date(),
      });
      await count(id, 7);
      const path = { id };
      const { body } = await world.client.call<License>('resetLicenseConsumption', { path });
      expect(body).toMatchObject({ total_consumptions: 0, features: [{ total_consumptions: 7 }] });
      const { items } = await world.server.store.audit.list(
        { action: 'resetLicenseConsumption' },
        { limit: 1 },
      );
      expect(items).toMatchObject([{ detail: { total_consumptions: 9 } }]);
    });

    it('is refused for what does not count its use', async () => {
      const { license, path } = await unset('activation');
      await set(path, {});
      for (const [operation, of] of [
        ['resetFeatureConsumption', path],
        ['resetLicenseConsumption', { id: license.id }],
      ] as const) {
        const { code, message } = await world.client.refused(operation, { path: of });
        expect(code).toBe('validation_error');
        expect(message).toContain('not of the type consumption');
      }
    });
  });
});
