import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { importedAt, importText } from '../support/bulk.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

const DAY = 86_400_000;

describe('an import of features', () => {
  let database: TestDatabase;
  let store: Store;
  let licenseId: number;
  beforeEach(async () => {
    database = await createDatabase();
    store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
    const make = build(store);
    const product = await make.product({ code: 'plugin', authorization_method: 'license-key' });
    await make.product({ code: 'other' });
    await make.productFeature({ product_id: product.id, code: 'ocr' });
    await make.productFeature({
      product_id: product.id,
      code: 'pages',
      feature_type: 'consumption',
    });
    licenseId = (await make.license({ product_id: product.id, license_key: 'KEY-0001' })).id;
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  type Options = NonNullable<Parameters<typeof importText>[3]>;
  const put = (
    kind: 'features' | 'license-features',
    rows: readonly object[],
    options: Options = {},
  ) =>
    importText(store, kind, rows.map((row) => JSON.stringify(row)).join('\n'), {
      format: 'jsonl',
      ...options,
    });
  const ofLicense = (row: object) => ({ license_key: 'KEY-0001', feature: 'pages', ...row });
  const features = () => store.licenseFeatures.list(licenseId);
  /** What the only fault of a file says. */
  const faultOf = async (
    kind: 'features' | 'license-features',
    row: object,
    options: Options = {},
  ) => {
    const { faults } = await put(kind, [row], options);
    expect(faults).toHaveLength(1);
    return faults[0];
  };

  it('creates and changes those of a product, but not their type', async () => {
    const one = { product: 'plugin', code: 'cloud', name: 'Cloud' };
    expect(await put('features', [one])).toMatchObject({ created: 1, faults: [] });
    expect(await faultOf('features', one)).toMatchObject({ column: 'code' });
    const update = { update: true };
    const renamed = { ...one, name: 'In the cloud', feature_type: 'activation' };
    expect(await put('features', [renamed], update)).toMatchObject({ updated: 1, faults: [] });
    const metered = { ...one, feature_type: 'consumption' };
    expect(await faultOf('features', metered, update)).toMatchObject({ column: 'feature_type' });
    const { items } = await store.productFeatures.list({ code: 'cloud' }, { limit: 2 });
    expect(items).toMatchObject([
      { name: 'In the cloud', feature_type: 'activation', revision: 2 },
    ]);
  });

  it.each([
    ['an unknown product', { product: 'none', code: 'a', name: 'A' }, 'product'],
    ['no product', { code: 'a', name: 'A' }, 'product'],
    ['a code with a slash', { product: 'plugin', code: 'a/b', name: 'A' }, 'code'],
    ['no name', { product: 'plugin', code: 'a' }, 'name'],
    [
      'an unknown type',
      { product: 'plugin', code: 'a', name: 'A', feature_type: 'x' },
      'feature_type',
    ],
  ])('is refused with %s', async (_, row, column) => {
    expect(await faultOf('features', row)).toMatchObject({ column });
  });

  it('refuses a feature that is in the file twice', async () => {
    const one = { product: 'plugin', code: 'cloud', name: 'Cloud' };
    expect((await put('features', [one, one])).faults).toMatchObject([{ line: 2, column: 'code' }]);
    expect((await put('license-features', [ofLicense({}), ofLicense({})])).faults).toMatchObject([
      { line: 2, column: 'feature' },
    ]);
  });

  it('gives them to licenses, and changes their terms but not what was counted', async () => {
    const row = ofLicense({ max_consumptions: 5, total_consumptions: 3 });
    expect(await put('license-features', [row])).toMatchObject({ created: 1, faults: [] });
    expect(await features()).toMatchObject([
      { code: 'pages', max_consumptions: 5, total_consumptions: 3, counted_at: importedAt },
    ]);
    const changed = ofLicense({ max_consumptions: 9, total_consumptions: 0 });
    expect(await put('license-features', [changed], { update: true })).toMatchObject({
      updated: 1,
      faults: [],
    });
    expect(await features()).toMatchObject([{ max_consumptions: 9, total_consumptions: 3 }]);
  });

  it('counts the days of a feature from now if the license is in use', async () => {
    await put('license-features', [ofLicense({ valid_days: 10 })]);
    expect(await features()).toMatchObject([{ expires_at: null, valid_days: 10 }]);
    const holder = { licenseKey: 'KEY-0001' };
    const product = await store.products.findByCode('plugin');
    await build(store).device({ productId: product?.id ?? 0, holder, hardwareId: 'a' });
    await put('license-features', [ofLicense({ feature: 'ocr', valid_days: 10 })]);
    const end = new Date(importedAt.getTime() + 10 * DAY);
    expect(await features()).toMatchObject([{ code: 'ocr', expires_at: end }, { code: 'pages' }]);
    // A file from before the first activation does not clear the end that was set.
    const again = ofLicense({ feature: 'ocr', valid_days: 10, expires_at: null });
    await put('license-features', [again], { update: true });
    expect((await features())[0]?.expires_at).toEqual(end);
  });

  it.each([
    ['a feature that the product does not have', { feature: 'none' }, 'feature'],
    ['an unknown license', { license_key: 'KEY-0002' }, 'license_key'],
    [
      'a limit for one that does not count',
      { feature: 'ocr', max_consumptions: 1 },
      'max_consumptions',
    ],
    ['a negative limit', { max_consumptions: -1 }, 'max_consumptions'],
    ['no days', { valid_days: 0 }, 'valid_days'],
    ['an unknown period', { consumption_period: 'hourly' }, 'consumption_period'],
  ])('is refused for a license with %s', async (_, row, column) => {
    expect(await faultOf('license-features', ofLicense(row))).toMatchObject({ column });
    expect(await features()).toEqual([]);
  });
});
