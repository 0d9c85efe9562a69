import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AdminWorld, createAdminWorld } from '../contract/admin/world.ts';
import { exportText, importedAt, importText } from '../support/bulk.ts';
import { createClient } from '../support/client.ts';

type Options = NonNullable<Parameters<typeof importText>[3]>;

const update = { update: true };
const today = '2026-06-15';
const yesterday = '2026-06-14';

let world: AdminWorld;
let count: (licenseKey: string, consumptions: number) => Promise<unknown>;
let productId: number;
let keys = 0;
beforeAll(async () => {
  world = await createAdminWorld({ now: importedAt });
  const product = await world.make.product({ code: 'meter', authorization_method: 'license-key' });
  productId = product.id;
  const client = createClient(world.server, await world.make.apiKey());
  count = async (license_key, consumptions) => {
    const body = { product: 'meter', license_key, hardware_id: 'one' };
    await client.call('activateLicense', { body });
    const { status } = await client.call('addConsumption', { body: { ...body, consumptions } });
    expect(status).toBe(200);
  };
});
afterAll(() => world.server.close());

/** A license that counts its use, new for each test. */
let license: { id: number; license_key: string };
beforeEach(async () => {
  license = await newLicense();
});
async function newLicense(more: Partial<Parameters<typeof world.make.license>[0]> = {}) {
  const license_key = `KEY-${(keys += 1)}`;
  const counting = { license_type: 'consumption', max_consumptions: null } as const;
  const over = { product_id: productId, license_key, ...counting, ...more };
  return { ...(await world.make.license(over)), license_key };
}

const row = (more: object = {}) => ({
  license_key: license.license_key,
  day: yesterday,
  consumptions: 5,
  ...more,
});
const put = (rows: readonly object[], options: Options = {}) =>
  importText(
    world.server.store,
    'consumptions',
    rows.map((one) => JSON.stringify(one)).join('\n'),
    { format: 'jsonl', ...options },
  );
/** The days of the license, as the Admin API shows them: newest first. */
const days = async () => {
  const { body } = await world.client.call('listConsumptions', { path: { id: license.id } });
  return (body as { items: object[] }).items;
};

describe('an import of consumptions', () => {
  it('adds days of a license and its features, and keeps the counters', async () => {
    await count(license.license_key, 3);
    const { id } = license;
    const rows = [
      row(),
      row({ feature: 'pages', consumptions: -2 }),
      { license_id: id, day: '2025-12-31', consumptions: 7 },
    ];
    expect(await put(rows)).toMatchObject({ created: 3, faults: [] });
    expect(await days()).toEqual([
      { day: today, feature_code: null, consumptions: 3 },
      { day: yesterday, feature_code: 'pages', consumptions: -2 },
      { day: yesterday, feature_code: null, consumptions: 5 },
      { day: '2025-12-31', feature_code: null, consumptions: 7 },
    ]);
    expect(await world.server.store.licenses.find(id)).toMatchObject({ total_consumptions: 3 });
  });

  it('replaces a day with --update alone', async () => {
    await put([row()]);
    expect((await put([row({ consumptions: 6 })])).faults).toEqual([
      { line: 1, column: 'day', reason: 'exists already' },
    ]);
    expect(await put([row()], update)).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await put([row({ consumptions: 6 })], update)).toMatchObject({
      updated: 1,
      changes: { consumptions: 1 },
    });
    expect(await days()).toEqual([{ day: yesterday, feature_code: null, consumptions: 6 }]);
  });

  it('lets the server count on, on a day that it has added', async () => {
    expect(await put([row({ day: today, consumptions: 10 })])).toMatchObject({ created: 1 });
    await count(license.license_key, 4);
    expect(await days()).toEqual([{ day: today, feature_code: null, consumptions: 14 }]);
  });

  it('does not replace the day on which the server counts', async () => {
    await count(license.license_key, 3);
    const same = row({ day: today, consumptions: 3 });
    expect(await put([same], update)).toMatchObject({ unchanged: 1, faults: [] });
    expect((await put([{ ...same, consumptions: 4 }], update)).faults).toEqual([
      { line: 1, column: 'day', reason: 'cannot change yet: a server may still count on it' },
    ]);
    expect(await days()).toEqual([{ day: today, feature_code: null, consumptions: 3 }]);
  });

  it('names the license of a bundle by its key and product', async () => {
    const bundle = await world.make.bundle([
      await world.make.product({ authorization_method: 'license-key' }),
    ]);
    const { license_key, licenseIds } = await world.make.bundleLicense(bundle);
    const product = (await world.server.store.products.find(bundle.product_ids[0] ?? 0))?.code;
    expect(await put([row({ license_key, product })])).toMatchObject({ created: 1, faults: [] });
    const page = await world.server.store.consumptionDays.list(
      { license_id: licenseIds[0] ?? 0 },
      { limit: 5 },
    );
    expect(page.items).toMatchObject([{ consumptions: 5 }]);
  });

  it('stores nothing in a dry run', async () => {
    expect(await put([row()], { dryRun: true })).toMatchObject({ created: 1, faults: [] });
    expect(await days()).toEqual([]);
  });

  it('reads days in UTC, wherever the vendor is', async () => {
    const timeZone = { name: 'Etc/GMT-14', endOf: () => undefined };
    await put([row()], { timeZone });
    expect(await days()).toMatchObject([{ day: yesterday }]);
  });

  it('reads other forms of a date as other kinds do', async () => {
    expect((await put([row({ day: '03/04/2026' })])).faults).toMatchObject([
      { column: 'day', reason: expect.stringContaining('choose with --date-format') },
    ]);
    await put([row({ day: '03/04/2026' })], { dateFormat: 'dd/mm/yyyy' });
    expect(await days()).toMatchObject([{ day: '2026-04-03' }]);
  });

  it('refuses a day that is in the file twice', async () => {
    const rows = [row(), row({ feature: 'pages' }), row()];
    expect((await put(rows)).faults).toEqual([
      { line: 3, column: 'day', reason: 'is in the file twice' },
    ]);
  });

  it.each([
    ['an unknown license', { license_key: 'none' }, 'license_key'],
    ['no day', { day: undefined }, 'day'],
    ['a day that does not exist', { day: '2026-02-30' }, 'day'],
    ['a time', { day: '2026-06-14T00:00:00Z' }, 'day'],
    ['a day in the future', { day: '2026-06-16' }, 'day'],
    ['no number', { consumptions: undefined }, 'consumptions'],
    ['a fraction', { consumptions: 1.5 }, 'consumptions'],
    ['more than a counter can hold', { consumptions: 10 ** 12 + 1 }, 'consumptions'],
    ['a feature with a slash', { feature: 'a/b' }, 'feature'],
  ])('refuses %s', async (_, more, column) => {
    expect((await put([row(more)])).faults).toMatchObject([{ line: 1, column }]);
    expect(await days()).toEqual([]);
  });
});

describe('an export of consumptions', () => {
  it('has a line for each day, without a feature for the license itself', async () => {
    await put([row({ feature: 'pages' }), row({ consumptions: 9 }), row({ feature: 'Pages' })]);
    const order = (await world.server.store.licenses.find(license.id))?.order_store_id ?? '';
    const names = [license.id, license.license_key, 'meter', order].join();
    const text = await exportText(world.server.store, 'consumptions');
    expect(text.split('\r\n').filter((line) => line.startsWith(`${license.id},`))).toEqual([
      `${names},,${yesterday},9`,
      `${names},Pages,${yesterday},5`,
      `${names},pages,${yesterday},5`,
    ]);
  });

  it('has those of a product, or of a customer account', async () => {
    const account = await world.make.account();
    const sold = await newLicense({ customer_id: await world.make.customer(account.id) });
    await put([row(), row({ license_key: sold.license_key })]);
    const keysIn = async (filter: { product?: string; account?: string }) => {
      const text = await exportText(world.server.store, 'consumptions', {
        format: 'jsonl',
        ...filter,
      });
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => (JSON.parse(line) as { license_key: string }).license_key);
    };
    expect(await keysIn({ product: 'meter' })).toContain(license.license_key);
    expect(await keysIn({ account: account.code })).toEqual([sold.license_key]);
    expect(await keysIn({ product: 'none' })).toEqual([]);
  });
});
