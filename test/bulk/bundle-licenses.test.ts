import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { kindNames } from '../../src/bulk/kind-names.ts';
import { build } from '../support/build.ts';
import { exportText, importText } from '../support/bulk.ts';
import { createClient } from '../support/client.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const apiKey = { api_key: 'the-same-everywhere', shared_key: 'the-same-everywhere' };

let server: TestServer;

async function start({ bundles = true } = {}): Promise<TestServer> {
  const started = await startServer({ now });
  const make = build(started.store);
  await make.apiKey(apiKey);
  const keys = { authorization_method: 'license-key' } as const;
  const writer = await make.product({ code: 'writer', ...keys });
  const sheets = await make.product({ code: 'sheets', ...keys });
  const users = [await make.product({ code: 'mail' }), await make.product({ code: 'chat' })];
  if (!bundles) return started;
  await make.bundle([writer, sheets], { code: 'suite' });
  await make.bundle([writer], { code: 'single' });
  await make.bundle(users, { code: 'team' });
  return started;
}

type Options = NonNullable<Parameters<typeof importText>[3]>;
const put = (rows: readonly object[], options: Options = {}) =>
  importText(server.store, 'licenses', rows.map((row) => JSON.stringify(row)).join('\n'), {
    format: 'jsonl',
    ...options,
  });
const all = async () =>
  (await server.store.bundleLicenses.list({}, { limit: 1_000 })).items.map((one) => ({
    bundle: one.bundle_code,
    key: one.license_key,
    licenses: one.license_ids.length,
  }));
let orders = 0;
const newOrder = () => `order-${(orders += 1)}`;

beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());

describe('the import of licenses', () => {
  let key: string;
  let suite: { bundle: string; license_key: string };
  beforeEach(() => {
    key = `KEY-${newOrder()}`;
    suite = { bundle: 'suite', license_key: key };
  });
  /** What the only fault of a file says, which stores nothing. */
  const faultOf = async (rows: readonly object[], options: Options = {}) => {
    const before = await all();
    const { faults } = await put(rows, options);
    expect(faults).toHaveLength(1);
    expect(await all()).toEqual(before);
    return faults[0];
  };

  it('creates a bundle license for those with the same bundle and key', async () => {
    const rows = ['writer', 'sheets'].map((product) => ({ ...suite, product }));
    const included = { bundle_licenses: 1, variables: 0 };
    expect(await put(rows)).toMatchObject({ created: 2, included, faults: [] });
    expect(await all()).toContainEqual({ bundle: 'suite', key, licenses: 2 });
  });

  it('adds a license to a bundle license that exists, by key or by ID', async () => {
    await put([{ ...suite, product: 'writer' }]);
    const [stored] = (await server.store.bundleLicenses.list({ license_key: key }, { limit: 1 }))
      .items;
    const row = { bundle_license_id: stored?.id, product: 'sheets' };
    const included = { bundle_licenses: 0, variables: 0 };
    expect(await put([row])).toMatchObject({ created: 1, included, faults: [] });
    expect(await all()).toContainEqual({ bundle: 'suite', key, licenses: 2 });
  });

  it('creates a bundle license for those with the same bundle and order, if it has users', async () => {
    const team = { bundle: 'team', order_store_id: newOrder() };
    const { items: before } = await server.store.bundleLicenses.list({}, { limit: 100 });
    await put([{ ...team, product: 'mail' }]);
    expect(await put([{ ...team, product: 'chat' }])).toMatchObject({ created: 1, faults: [] });
    const { items } = await server.store.bundleLicenses.list({}, { limit: 100 });
    expect(items).toHaveLength(before.length + 1);
    expect(items[0]).toMatchObject({ bundle_code: 'team', license_key: null });
    expect(items[0]?.license_ids).toHaveLength(2);
  });

  it('finds those of lines that are far away in the file', async () => {
    const before = (await all()).length;
    // The file is read a hundred lines at a time.
    const numbers = Array.from({ length: 120 }, (_, index) => `${key}-${index}`);
    const teams = (product: string) =>
      numbers.map((number) => ({ bundle: 'team', product, order_store_id: number }));
    const suites = (product: string) =>
      numbers.map((number) => ({ bundle: 'suite', product, license_key: number }));
    const rows = [...teams('mail'), ...suites('writer'), ...teams('chat'), ...suites('sheets')];
    expect(await put(rows)).toMatchObject({ created: 480, faults: [] });
    const added = (await all()).slice(0, 240);
    expect(await all()).toHaveLength(before + 240);
    expect(added.filter(({ licenses }) => licenses !== 2)).toEqual([]);
    const again = suites('sheets').map((row) => ({ ...row, order_store_id: 'another' }));
    expect(await put([...rows.slice(0, 5), ...again])).toMatchObject({
      created: 0,
      faultCount: 125,
    });
  });

  it('keeps the bundle license of a file of which only a part is stored', async () => {
    const rows = [
      { product: 'none', ...suite },
      { product: 'sheets', ...suite },
    ];
    expect(await put(rows, { partial: true })).toMatchObject({ created: 1, faultCount: 1 });
    expect(await all()).toContainEqual({ bundle: 'suite', key, licenses: 1 });
  });

  it('stores each bundle license of a large partial import once', async () => {
    const rows = Array.from({ length: 1_100 }, (_, at) => ({
      bundle: 'single',
      license_key: `${key} ${at}`,
      product: 'writer',
    }));
    const { created, included } = await put(rows, { partial: true });
    expect([created, included.bundle_licenses]).toEqual([1_100, 1_100]);
  });

  it('changes the terms of one by the key and the product', async () => {
    await put(['writer', 'sheets'].map((product) => ({ ...suite, product, max_activations: 1 })));
    const change = { license_key: key, product: 'sheets', max_activations: 7 };
    expect(await put([change], { update: true })).toMatchObject({ updated: 1, faults: [] });
    const { items } = await server.store.licenses.list({ license_key: key }, { limit: 5 });
    const limits = items.map((one) => [one.product_code, one.max_activations]);
    expect(new Map(limits as [string, number][])).toEqual(
      new Map([
        ['writer', 1],
        ['sheets', 7],
      ]),
    );
  });

  it('refuses two of the same product', async () => {
    const row = { ...suite, product: 'writer' };
    expect(await faultOf([row, row])).toMatchObject({ line: 2, reason: 'is in the file twice' });
    await put([row]);
    expect(await faultOf([row])).toMatchObject({ reason: 'exists already' });
    expect(await faultOf([{ ...row, id: 17 }])).toMatchObject({ column: 'product' });
  });

  it('refuses the key of a bundle license for any other license', async () => {
    await put([{ ...suite, product: 'writer' }]);
    const taken = {
      column: 'license_key',
      reason: 'belongs to a bundle license: enter its bundle',
    };
    expect(await faultOf([{ product: 'sheets', license_key: key }])).toMatchObject(taken);
    await put([{ id: 21, product: 'sheets', license_key: `other ${key}`, order_store_id: key }]);
    const renamed = { id: 21, license_key: key, order_store_id: key };
    expect(await faultOf([renamed], { update: true })).toMatchObject(taken);
    const single = { ...suite, bundle: 'single', product: 'writer' };
    expect(await faultOf([single])).toMatchObject({ column: 'bundle' });
  });

  it('refuses the key of another license for a bundle license', async () => {
    await put([{ product: 'writer', license_key: key }]);
    expect(await faultOf([{ ...suite, product: 'sheets' }])).toMatchObject({
      column: 'license_key',
      reason: 'belongs to another license',
    });
  });

  it.each([
    ['an unknown bundle', { bundle: 'none', product: 'writer', license_key: 'K' }, 'bundle'],
    [
      'an unknown ID without a bundle',
      { bundle_license_id: 5, product: 'mail' },
      'bundle_license_id',
    ],
    ['no key for a bundle of keys', { bundle: 'suite', product: 'writer' }, 'license_key'],
    [
      'a key for a bundle of users',
      { bundle: 'team', product: 'mail', license_key: 'K' },
      'license_key',
    ],
    [
      'a product with users for a key',
      { bundle: 'suite', product: 'mail', license_key: 'K' },
      'license_key',
    ],
    ['a product with keys for users', { bundle: 'team', product: 'writer' }, 'license_key'],
    ['no product', { bundle: 'team' }, 'product'],
  ])('refuses %s', async (_, row, column) => {
    expect(await faultOf([row])).toMatchObject({ column });
  });

  it('refuses to move a license into, between or out of bundle licenses', async () => {
    await put([
      { ...suite, id: 31, product: 'writer', order_store_id: key },
      { id: 32, product: 'writer', license_key: `own ${key}`, order_store_id: key },
      { ...suite, bundle: 'single', product: 'writer', license_key: `single ${key}` },
    ]);
    const update = { update: true };
    const named = { order_store_id: key };
    const other = { bundle: 'single', license_key: `single ${key}` };
    expect(await faultOf([{ ...named, id: 31, ...other }], update)).toMatchObject({
      column: 'bundle',
    });
    expect(await faultOf([{ ...named, id: 32, ...other }], update)).toMatchObject({
      column: 'bundle',
    });
    const own = { ...named, id: 31, license_key: `free ${key}` };
    expect(await faultOf([own], update)).toMatchObject({ column: 'license_key' });
  });

  it('refuses to choose between bundle licenses in one order', async () => {
    const team = { bundle: 'team', product: 'mail', order_store_id: newOrder() };
    await put([
      { ...team, id: 41, bundle_license_id: 51 },
      { ...team, id: 42, bundle_license_id: 52 },
    ]);
    expect(await faultOf([{ ...team, product: 'chat' }])).toMatchObject({ column: 'bundle' });
  });
});

it('the users of a bundle license with a key are refused', async () => {
  const key = `KEY-${newOrder()}`;
  await put([{ bundle: 'suite', license_key: key, product: 'writer' }]);
  const user = await build(server.store).user();
  const row = { license_key: key, product: 'writer', user: user.email };
  const { faults } = await importText(server.store, 'assignments', JSON.stringify(row), {
    format: 'jsonl',
  });
  expect(faults).toMatchObject([{ column: 'license_key' }]);
});

it.each([{ withoutIds: false }, { withoutIds: true }])(
  'an export gives the same answers when it is imported elsewhere: %j',
  async (options) => {
    const [origin, copy] = [await start(), await start({ bundles: false })];
    const make = build(origin.store);
    const writer = await origin.store.products.findByCode('writer');
    const mail = await origin.store.products.findByCode('mail');
    const suite = await origin.store.bundles.findByCode('suite');
    const team = await origin.store.bundles.findByCode('team');
    if (!writer || !mail || !suite || !team) throw new Error('the bundles are missing');
    const pages = { product_id: writer.id, code: 'pages', feature_type: 'consumption' } as const;
    const feature = await make.productFeature(pages);
    const order = { order_store_id: 'one order' };
    const { license_key, licenseIds } = await make.bundleLicense(suite, [
      { max_activations: 2, valid_until: new Date('2027-01-01'), license_type: 'subscription' },
      { license_type: 'consumption', max_consumptions: 9, consumption_period: 'monthly' },
    ]);
    await make.licenseFeature({
      license_id: licenseIds[0] ?? 0,
      product_feature_id: feature.id,
      max_consumptions: 5,
    });
    const password = 'a long password';
    const user = await make.user({ password });
    const assigned = { userId: user.id, userMaxActivations: 3, ...order };
    await make.bundleLicense(team, [assigned, assigned]);
    const byKey = { product: 'suite', license_key: String(license_key), hardware_id: 'a' };
    const byUser = { product: 'team', username: user.email };
    const here = createClient(origin, apiKey);
    await here.call('activateBundle', { body: byKey });
    await here.call('activateBundle', { body: { ...byUser, password, hardware_id: 'b' } });
    await here.call('addConsumption', { body: { ...byKey, product: 'sheets', consumptions: 4 } });

    for (const kind of kindNames) {
      const text = await exportText(origin.store, kind, { ...options, withPasswordHashes: true });
      expect(await importText(copy.store, kind, text)).toMatchObject({ faults: [] });
      if (kind === 'devices') continue;
      const again = await importText(origin.store, kind, text, { update: true });
      expect([kind, again.faults, again.updated, again.created]).toEqual([kind, [], 0, 0]);
    }
    const elsewhere = createClient(copy, apiKey);
    const { license_key: key, hardware_id } = byKey;
    const checks = [
      ['checkBundle', { ...byKey }],
      ['checkBundle', { ...byUser, hardware_id: 'b' }],
      ['checkLicense', { product: 'writer', license_key: key, hardware_id }],
      ['checkLicense', { ...byUser, product: 'mail', hardware_id: 'b' }],
    ] as const;
    for (const [operation, query] of checks) {
      const expected = await here.call(operation, { query });
      expect(expected.status).toBe(200);
      const found = await elsewhere.call(operation, { query });
      expect(compared(found.body, options)).toEqual(compared(expected.body, options));
    }
    await Promise.all([origin.close(), copy.close()]);
  },
);

/** What both installations answer alike. Products have another ID in each, and signatures another key. */
function compared(body: unknown, options: { withoutIds: boolean }): unknown {
  const ofEach = ['product_id', 'license_signature', 'license_signature_v2'];
  const made = options.withoutIds ? [...ofEach, 'id', 'license_id', 'device_id'] : ofEach;
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) => {
      if (name === 'product_features') return (value as object[]).map((one) => ({ ...one, id: 0 }));
      return made.includes(name) ? undefined : value;
    }),
  );
}
