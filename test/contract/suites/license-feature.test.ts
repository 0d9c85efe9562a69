import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { components } from '../../../generated/openapi.d.ts';
import { createClient } from '../../support/client.ts';
import { updateRow } from '../../support/update-row.ts';
import {
  startWorld,
  later,
  newFeatureLicense,
  newKeyLicense,
  newUserLicenses,
  type World,
} from '../world.ts';

type Feature = components['schemas']['LicenseFeature'];
type Counter = components['schemas']['FeatureConsumption'];
type Fields = Record<string, unknown>;

const DAY = 86_400_000;

/** `GET /api/v4/check_license_feature` and `POST /api/v4/add_feature_consumption` */
describe('the contract', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.server.close());

  const [check, add] = ['checkLicenseFeature', 'addFeatureConsumption'] as const;
  /** A request of one of the two operations. */
  const call = (operation: typeof check | typeof add, fields: Fields) =>
    operation === check ? { query: fields as Record<string, string> } : { body: fields };
  const refusal = async (operation: typeof check | typeof add, fields: Fields) =>
    (await world.client.refused(operation, call(operation, fields))).code;
  const checked = async (fields: Fields) =>
    (await world.client.call<Feature>(check, call(check, fields))).body;
  const count = async (fields: Fields) =>
    (await world.client.call<Counter>(add, call(add, fields))).body;

  /** An active device of a new license with a feature. */
  async function bound(
    ...args: Parameters<typeof newFeatureLicense> extends [unknown, ...infer R] ? R : never
  ) {
    const { id, featureId, fields } = await newFeatureLicense(world, ...args);
    const device = { ...fields, hardware_id: 'a' };
    await world.client.call('activateLicense', { body: device });
    return { id, featureId, device };
  }

  /** Counts one use, and asks again while the server is overloaded: then nothing was counted. */
  async function untilServed(body: Fields): ReturnType<typeof world.client.call<Counter>> {
    const answer = await world.client.call<Counter>(add, { body });
    return answer.status === 503 ? untilServed(body) : answer;
  }

  describe('checking a feature', () => {
    it('returns it, with its counter', async () => {
      const expires_at = new Date(world.server.clock.now().getTime() + DAY);
      const { id, featureId, device } = await bound('consumption', {
        terms: { expires_at, max_consumptions: 10, allow_overages: true, max_overages: 2 },
      });
      await count({ ...device, consumptions: 4 });
      expect(await checked(device)).toEqual({
        id: featureId,
        license_id: id,
        code: device.feature,
        name: 'A feature',
        feature_type: 'consumption',
        expiry_date: expires_at.toISOString(),
        max_consumption: 10,
        max_consumptions: 10,
        total_consumptions: 4,
        allow_unlimited_consumptions: false,
        allow_negative_consumptions: false,
        allow_overages: true,
        max_overages: 2,
        reset_consumption: false,
        consumption_period: null,
        is_floating: false,
        is_floating_cloud: false,
        metadata: {},
      });
    });

    it('works with the username, and with a read-only API key', async () => {
      const { ids, fields } = await newUserLicenses(world, {});
      const [licenseId = 0] = ids;
      const product = await world.server.store.products.findByCode(fields['product'] ?? '');
      const feature = await world.make.productFeature({ product_id: product?.id ?? 0 });
      await world.make.licenseFeature({ license_id: licenseId, product_feature_id: feature.id });
      const device = { ...fields, hardware_id: 'a' };
      await world.client.call('activateLicense', { body: device });
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      const { product: code = '', username = '' } = fields;
      const query = { product: code, username, hardware_id: 'a', feature: feature.code };
      expect((await checked(query)).code).toBe(feature.code);
      expect((await readOnly.call(check, { query })).status).toBe(200);
    });

    it('returns a feature of a license that has expired, as check_license does', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { device } = await bound('activation', {
        license: { license_type: 'subscription', valid_until },
      });
      await later(world.server, 2 * DAY, async () =>
        expect((await checked(device)).code).toBe(device.feature),
      );
    });
  });

  describe('counting the use of a feature', () => {
    it('adds one unless a number is named, and returns the counter', async () => {
      const { id, featureId, device } = await bound('consumption', {
        terms: { max_consumptions: 10, consumption_period: 'monthly' },
      });
      const counter = {
        id: featureId,
        license_id: id,
        max_consumptions: 10,
        allow_unlimited_consumptions: false,
        allow_negative_consumptions: false,
        allow_overages: false,
        max_overages: 0,
        reset_consumption: true,
        consumption_period: 'monthly',
        is_floating: false,
        is_floating_cloud: false,
        company: { id: 1 },
      };
      expect(await count(device)).toEqual({ ...counter, total_consumptions: 1 });
      expect(await count({ ...device, consumptions: 5 })).toEqual({
        ...counter,
        total_consumptions: 6,
      });
    });

    it('stops at the limit of the feature, and changes nothing when it refuses', async () => {
      const { device } = await bound('consumption', { terms: { max_consumptions: 3 } });
      await count({ ...device, consumptions: 2 });
      const refused = await world.client.refused(add, { body: { ...device, consumptions: 2 } });
      expect(refused).toMatchObject({
        code: 'feature_not_enough_consumptions',
        message: 'Not enough consumptions left: 1 of 3, and 2 requested.',
      });
      expect((await count(device)).total_consumptions).toBe(3);
    });

    it('counts overages that the feature allows', async () => {
      const { device } = await bound('consumption', {
        terms: { max_consumptions: 1, allow_overages: true, max_overages: 2 },
      });
      expect((await count({ ...device, consumptions: 3 })).total_consumptions).toBe(3);
      expect(await refusal(add, device)).toBe('feature_not_enough_consumptions');
    });

    it('has no limit without max_consumptions, and takes use back only if allowed', async () => {
      const { device } = await bound();
      expect(await count({ ...device, consumptions: 1_000_000_000 })).toMatchObject({
        total_consumptions: 1_000_000_000,
        max_consumptions: 0,
        allow_unlimited_consumptions: true,
      });
      expect(await refusal(add, { ...device, consumptions: -1 })).toBe(
        'negative_consumptions_not_allowed',
      );
      const other = await bound('consumption', { terms: { allow_negative_consumptions: true } });
      expect((await count({ ...other.device, consumptions: -2 })).total_consumptions).toBe(-2);
    });

    it('starts again at 0 after a reset, also for a check', async () => {
      const { device } = await bound('consumption', {
        terms: { max_consumptions: 3, consumption_period: 'daily' },
      });
      await count({ ...device, consumptions: 3 });
      await later(world.server, DAY, async () => {
        expect((await checked(device)).total_consumptions).toBe(0);
        expect((await count(device)).total_consumptions).toBe(1);
      });
    });

    it('has a counter for each feature and license, and leaves that of the license', async () => {
      const { id, device } = await bound('consumption', {
        license: { license_type: 'consumption', max_consumptions: 5 },
      });
      const other = await world.make.productFeature({
        product_id: world.keyProduct.id,
        feature_type: 'consumption',
      });
      await world.make.licenseFeature({ license_id: id, product_feature_id: other.id });
      await count({ ...device, consumptions: 2 });
      await count({ ...device, feature: other.code, consumptions: 7 });
      expect((await checked(device)).total_consumptions).toBe(2);
      expect((await checked({ ...device, feature: other.code })).total_consumptions).toBe(7);
      const license = await world.server.store.licenses.find(id);
      expect(license?.total_consumptions).toBe(0);
    });

    it('is exact when 300 requests of many devices arrive at the same time', async () => {
      const { id, device } = await bound('consumption', {
        terms: { max_consumptions: 120, allow_overages: true, max_overages: 30 },
        license: { max_activations: null },
      });
      const devices = Array.from({ length: 6 }, (_, index) => ({
        ...device,
        hardware_id: `device ${index}`,
      }));
      for (const body of devices) await world.client.call('activateLicense', { body });
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, index) =>
          untilServed(devices[index % devices.length] ?? device),
        ),
      );
      const refusals = answers.filter(({ status }) => status !== 200).map(({ body }) => body);
      expect(refusals).toHaveLength(150);
      for (const refused of refusals) {
        expect(refused).toMatchObject({ code: 'feature_not_enough_consumptions' });
      }
      const totals = answers
        .filter(({ status }) => status === 200)
        .map(({ body }) => body.total_consumptions);
      expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
      const [feature] = await world.server.store.licenseFeatures.list(id);
      expect(feature?.total_consumptions).toBe(150);
    }, 60_000);

    it('is refused for a license that has expired', async () => {
      const valid_until = new Date(world.server.clock.now().getTime() + DAY);
      const { device } = await bound('consumption', {
        license: { license_type: 'subscription', valid_until },
      });
      await later(world.server, 2 * DAY, async () =>
        expect(await refusal(add, device)).toBe('license_expired'),
      );
    });

    it('is refused for a feature that does not count its use', async () => {
      const { device } = await bound('activation');
      expect(await refusal(add, device)).toBe('unsupported_product_feature');
    });

    it('is refused to a read-only API key', async () => {
      const { device } = await bound();
      const readOnly = createClient(world.server, await world.make.apiKey({ read_only: true }));
      expect((await readOnly.refused(add, { body: device })).code).toBe('read_only_api_key');
    });

    it.each([
      ['a number that is not whole', 1.5],
      ['too large a number', 1_000_000_001],
      ['a text', 'many'],
    ])('is refused with %s', async (_, consumptions) => {
      const { device } = await bound();
      expect(await refusal(add, { ...device, consumptions })).toBe('validation_error');
    });

    it('is refused in an audit entry of the license', async () => {
      const { id, device } = await bound('consumption', { terms: { max_consumptions: 0 } });
      await refusal(add, device);
      await refusal(add, { ...device, feature: 'none' });
      const { items } = await world.server.store.audit.list(
        { about: { licenseKey: device.license_key }, outcome: 'refused' },
        { limit: 2 },
      );
      const subject = expect.objectContaining({ kind: 'license', id }) as unknown;
      expect(items).toMatchObject([
        { code: 'unsupported_product_feature', subject },
        { code: 'feature_not_enough_consumptions', subject },
      ]);
    });
  });

  describe.each([
    [check, 'invalid_license_feature_code', ['license_not_enabled', 'license_not_active']],
    [add, 'unsupported_product_feature', ['license_not_active', 'license_not_enabled']],
  ] as const)('%s', (operation, unknownFeature, [first, second]) => {
    it('is refused for a feature of another license, product or case, and for an unknown one', async () => {
      const { device } = await bound();
      const { feature: others } = (await newFeatureLicense(world)).fields;
      expect(await refusal(operation, { ...device, feature: others })).toBe(unknownFeature);
      const foreign = await world.make.productFeature({ product_id: world.product.id });
      for (const feature of [foreign.code, 'none', device.feature.toUpperCase()]) {
        expect(await refusal(operation, { ...device, feature })).toBe(unknownFeature);
      }
    });

    it('is refused for a feature that has expired', async () => {
      const { device } = await bound('consumption', { terms: { valid_days: 1 } });
      await later(world.server, 2 * DAY, async () => {
        const { code, message } = await world.client.refused(operation, call(operation, device));
        expect(code).toBe(unknownFeature);
        expect(message).toContain('expired on');
      });
    });

    it('is refused in the documented order', async () => {
      const { id, fields } = await newKeyLicense(world, { enabled: false });
      const device = { ...fields, hardware_id: 'a', feature: 'none' };
      expect(await refusal(operation, { ...device, product: 'none' })).toBe('unknown_product');
      expect(await refusal(operation, { ...device, license_key: 'AAAA' })).toBe(
        'license_not_found',
      );
      expect(await refusal(operation, device)).toBe(first);
      await updateRow(world.server, 'licenses', id, { enabled: first === 'license_not_enabled' });
      await world.client.call('activateLicense', { body: device });
      const off = second === 'license_not_enabled';
      await updateRow(world.server, 'licenses', id, { enabled: true });
      if (off) await world.client.call('activateLicense', { body: device });
      await updateRow(
        world.server,
        'licenses',
        id,
        off ? { enabled: false } : { times_activated: 0 },
      );
      expect(await refusal(operation, device)).toBe(second);
      await updateRow(world.server, 'licenses', id, { enabled: true, times_activated: 1 });
      expect(await refusal(operation, { ...device, hardware_id: 'b' })).toBe('device_not_found');
      const [found] = (await world.server.store.devices.list({ license_id: id }, { limit: 1 }))
        .items;
      await world.server.store.devices.setBlacklisted(found?.id ?? 0, true, new Date());
      expect(await refusal(operation, device)).toBe('blacklisted');
      await world.server.store.devices.setBlacklisted(found?.id ?? 0, false, new Date());
      expect(await refusal(operation, device)).toBe(unknownFeature);
    });
  });
});
