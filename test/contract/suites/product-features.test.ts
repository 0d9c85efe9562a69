import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { startWorld, later, newKeyLicense, newUserLicenses, PAST, type World } from '../world.ts';

type License = components['schemas']['License'];
type Feature = components['schemas']['LicenseFeature'];

const DAY = 86_400_000;

/** `product_features` of licenses. */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  type Over = Parameters<World['make']['licenseFeature']>[0];
  type Terms = Partial<Over>;
  /** Gives a license a new feature of its product. */
  async function give(
    licenseId: number,
    feature: Parameters<World['make']['productFeature']>[0],
    terms: Terms = {},
  ) {
    const { id } = await world.make.productFeature(feature);
    return world.make.licenseFeature({ license_id: licenseId, product_feature_id: id, ...terms });
  }
  const keyFeature = (over: object = {}) => ({ product_id: world.keyProduct.id, ...over });
  const activate = async (body: Record<string, unknown>) =>
    (await world.client.call<License>('activateLicense', { body })).body;
  const check = async (query: Record<string, string>) =>
    (await world.client.call<License>('checkLicense', { query })).body;
  const codes = ({ product_features: features }: { product_features: Feature[] }) =>
    features.map(({ code }) => code);

  describe('the product features of a license', () => {
    it('are returned by activation and check, ordered by code', async () => {
      const { id, fields } = await newKeyLicense(world);
      const pages = await give(
        id,
        keyFeature({
          code: 'pages',
          name: 'Pages',
          feature_type: 'consumption',
          metadata: { a: 1 },
        }),
        { max_consumptions: 100, consumption_period: 'monthly', allow_overages: true },
      );
      const ocr = await give(id, keyFeature({ code: 'Ocr', name: 'Text' }));
      const expected = [
        {
          id: ocr,
          license_id: id,
          code: 'Ocr',
          name: 'Text',
          feature_type: 'activation',
          expiry_date: null,
          is_expired: false,
          max_consumption: 0,
          max_consumptions: 0,
          total_consumptions: 0,
          allow_unlimited_consumptions: false,
          allow_negative_consumptions: false,
          allow_overages: false,
          max_overages: 0,
          reset_consumption: false,
          consumption_period: null,
          is_floating: false,
          is_floating_cloud: false,
          metadata: {},
        },
        {
          id: pages,
          license_id: id,
          code: 'pages',
          name: 'Pages',
          feature_type: 'consumption',
          expiry_date: null,
          is_expired: false,
          max_consumption: 100,
          max_consumptions: 100,
          total_consumptions: 0,
          allow_unlimited_consumptions: false,
          allow_negative_consumptions: false,
          allow_overages: true,
          max_overages: 0,
          reset_consumption: true,
          consumption_period: 'monthly',
          is_floating: false,
          is_floating_cloud: false,
          metadata: { a: 1 },
        },
      ];
      const device = { ...fields, hardware_id: 'a' };
      expect((await activate(device)).product_features).toEqual(expected);
      expect((await check(device)).product_features).toEqual(expected);
    });

    it('are those of this license alone', async () => {
      const { fields } = await newKeyLicense(world);
      const other = await newKeyLicense(world);
      await give(other.id, keyFeature());
      expect((await activate({ ...fields, hardware_id: 'a' })).product_features).toEqual([]);
    });

    it('are without expired ones, unless the request asks for them', async () => {
      const { id, fields } = await newKeyLicense(world);
      const end = new Date(world.server.clock.now().getTime() + DAY);
      await give(id, keyFeature({ code: 'ends' }), { expires_at: end });
      await give(id, keyFeature({ code: 'stays' }));
      const device = { ...fields, hardware_id: 'a' };
      expect(codes(await activate(device))).toEqual(['ends', 'stays']);
      await later(world.server, 2 * DAY, async () => {
        expect(codes(await activate(device))).toEqual(['stays']);
        expect(codes(await check(device))).toEqual(['stays']);
        const all = { include_expired_features: 'true' };
        const { product_features: features } = await check({ ...device, ...all });
        expect(features).toMatchObject([
          { code: 'ends', is_expired: true, expiry_date: end.toISOString() },
          { code: 'stays', is_expired: false, expiry_date: null },
        ]);
        expect(codes(await activate({ ...device, include_expired_features: true }))).toEqual([
          'ends',
          'stays',
        ]);
      });
    });

    it('end some days after the first activation of the license, and no later one', async () => {
      const { id, fields } = await newKeyLicense(world);
      await give(id, keyFeature({ code: 'month' }), { valid_days: 30 });
      const before = world.server.clock.now().getTime();
      const [feature] = (await activate({ ...fields, hardware_id: 'a' })).product_features;
      const after = world.server.clock.now().getTime();
      const end = new Date(feature?.expiry_date ?? 0).getTime() - 30 * DAY;
      expect(end).toBeGreaterThanOrEqual(before);
      expect(end).toBeLessThanOrEqual(after);
      await later(world.server, DAY, async () => {
        const again = await activate({ ...fields, hardware_id: 'b' });
        expect(again.product_features).toEqual([feature]);
      });
    });

    it('are in the list of the licenses of a user', async () => {
      const { ids, fields } = await newUserLicenses(world, {});
      const [id = 0] = ids;
      const product = await world.server.store.products.findByCode(fields['product'] ?? '');
      const feature = { product_id: product?.id ?? 0 };
      await give(id, { ...feature, code: 'ended' }, { expires_at: PAST });
      await give(id, { ...feature, code: 'stays' });
      const { body } = await world.client.call<{ license: License }[]>('listUserLicenses', {
        query: fields,
      });
      expect(body.map(({ license }) => codes(license))).toEqual([['stays']]);
    });
  });
});
