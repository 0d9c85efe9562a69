import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AdminWorld, createAdminWorld } from '../contract/admin/world.ts';
import { exportText, importedAt, importText } from '../support/bulk.ts';

type Options = NonNullable<Parameters<typeof importText>[3]>;

const update = { update: true };
const keys = { authorization_method: 'license-key' } as const;

let world: AdminWorld;
let count = 0;
beforeAll(async () => {
  world = await createAdminWorld({ now: importedAt });
  for (const code of ['writer', 'sheets', 'slides']) await world.make.product({ code, ...keys });
  for (const code of ['mail', 'chat']) await world.make.product({ code });
});
afterAll(() => world.server.close());

let code: string;
beforeEach(() => {
  code = `bundle-${(count += 1)}`;
});

const row = (more: object = {}) => ({
  code,
  products: ['writer', 'sheets'],
  name: 'Suite',
  ...keys,
  ...more,
});
const put = (rows: readonly object[], options: Options = {}) =>
  importText(world.server.store, 'bundles', rows.map((one) => JSON.stringify(one)).join('\n'), {
    format: 'jsonl',
    ...options,
  });
/** The bundle with the code, as the Admin API shows it. */
const shown = async (name = code) => {
  const { body } = await world.client.call('listBundles', { query: { code: name } });
  return (body as { items: Record<string, unknown>[] }).items[0];
};

describe('an import of bundles', () => {
  it('creates one with its products, and changes it', async () => {
    const metadata = { team: 1 };
    expect(await put([row({ archived: true, metadata })])).toMatchObject({
      created: 1,
      faults: [],
    });
    expect(await shown()).toMatchObject({
      name: 'Suite',
      product_codes: ['writer', 'sheets'],
      archived: true,
      enabled: true,
      metadata,
    });
    expect((await put([row()])).faults).toEqual([
      { line: 1, column: 'code', reason: 'exists already' },
    ]);
    const changed = { code, products: ['slides', 'sheets'], name: 'Other' };
    expect(await put([changed], update)).toMatchObject({
      updated: 1,
      changes: { products: 1, name: 1 },
    });
    expect(await shown()).toMatchObject({
      name: 'Other',
      product_codes: ['sheets', 'slides'],
      archived: true,
    });
  });

  it('counts a change of the products alone as a change of the bundle', async () => {
    await put([row()]);
    const before = await shown();
    const { updated, changes } = await put([{ code, products: ['writer'] }], update);
    expect([updated, changes]).toEqual([1, { products: 1 }]);
    expect(await shown()).toMatchObject({ product_codes: ['writer'] });
    const stale = await world.client.call('updateBundle', {
      path: { id: Number(before?.['id']) },
      ifMatch: '"1"',
      body: { name: 'Too late' },
    });
    expect(stale.status).toBe(412);
  });

  it('keeps the products that the file does not name', async () => {
    await put([row()]);
    expect(await put([{ code, enabled: false }], update)).toMatchObject({ updated: 1 });
    expect(await shown()).toMatchObject({ enabled: false, product_codes: ['writer', 'sheets'] });
  });

  it('changes nothing when the products are the same in another order', async () => {
    await put([row()]);
    const again = row({ products: ['sheets', 'writer'] });
    expect(await put([again], update)).toMatchObject({ updated: 0, unchanged: 1, changes: {} });
  });

  it('stores nothing in a dry run', async () => {
    expect(await put([row()], { dryRun: true })).toMatchObject({ created: 1, faults: [] });
    expect(await shown()).toBeUndefined();
  });

  it('stores the valid lines of a partial import with their products', async () => {
    const rows = [row(), row({ code: `${code}-bad`, products: ['none'] })];
    expect(await put(rows, { partial: true })).toMatchObject({ created: 1, faultCount: 1 });
    expect(await shown()).toMatchObject({ product_codes: ['writer', 'sheets'] });
    expect(await shown(`${code}-bad`)).toBeUndefined();
  });

  it('lets the licenses of a bundle keep their products', async () => {
    await put([row()]);
    const { store } = world.server;
    const bundle = await store.bundles.findByCode(code);
    if (bundle === undefined) throw new Error('the bundle is missing');
    const { id } = await world.make.bundleLicense(bundle);
    await put([{ code, products: ['slides'] }], update);
    expect((await store.bundleLicenses.find(id))?.license_ids).toHaveLength(2);
  });

  it('has an entry in the audit log', async () => {
    await put([row()]);
    const { items } = await world.server.store.audit.list({ action: 'import' }, { limit: 1 });
    expect(items[0]).toMatchObject({ outcome: 'done', detail: { kind: 'bundles', created: 1 } });
  });

  it.each([
    ['no products', { products: [] }, 'products'],
    ['a list of products that is missing', { products: undefined }, 'products'],
    ['a product twice', { products: ['writer', 'writer'] }, 'products'],
    ['a product that is no text', { products: [1] }, 'products'],
    [
      'too many products',
      { products: Array.from({ length: 33 }, (_, at) => `p${at}`) },
      'products',
    ],
    ['an unknown product', { products: ['writer', 'none'] }, 'products'],
    ['a product with users', { products: ['writer', 'mail'] }, 'products'],
    ['the code of a product', { code: 'writer' }, 'code'],
    ['a code with a slash', { code: 'a/b' }, 'code'],
    ['no name', { name: undefined }, 'name'],
    ['an unknown method', { authorization_method: 'none' }, 'authorization_method'],
    ['no method', { authorization_method: undefined }, 'authorization_method'],
  ])('refuses %s', async (_, more, column) => {
    const all = () => exportText(world.server.store, 'bundles');
    const before = await all();
    expect((await put([row(more)])).faults).toMatchObject([{ line: 1, column }]);
    expect(await all()).toBe(before);
  });

  it('names what does not fit', async () => {
    const reasonOf = async (more: object) => (await put([row(more)])).faults[0]?.reason;
    expect(await reasonOf({ products: ['none'] })).toBe('"none" does not exist');
    expect(await reasonOf({ products: ['writer', 'mail'] })).toBe(
      '"mail" has the authorization method user, and the bundle license-key',
    );
    expect(await reasonOf({ products: ['chat', 'chat'] })).toBe(
      'must be a JSON list of 1 to 32 different codes; it is ["chat","chat"]',
    );
  });

  it('refuses another method for one that exists', async () => {
    await put([row()]);
    const { faults } = await put(
      [row({ authorization_method: 'user', products: ['mail'] })],
      update,
    );
    expect(faults).toEqual([
      {
        line: 1,
        column: 'authorization_method',
        reason: 'cannot change: the bundle has the method license-key',
      },
    ]);
  });

  it('refuses a bundle that is in the file twice', async () => {
    expect((await put([row(), row()])).faults).toEqual([
      { line: 2, column: 'code', reason: 'is in the file twice' },
    ]);
  });
});

describe('an export of bundles', () => {
  const codesIn = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { code: string }).code)
      .filter((one) => one.startsWith(`${code}-`));
  const exported = async (filter: { product?: string; account?: string }) =>
    codesIn(await exportText(world.server.store, 'bundles', { format: 'jsonl', ...filter }));

  it('has those of a product, with all their products', async () => {
    await put([
      row({ code: `${code}-both` }),
      row({ code: `${code}-one`, products: ['sheets'] }),
      row({ code: `${code}-users`, products: ['mail'], authorization_method: 'user' }),
    ]);
    expect(await exported({})).toEqual([`${code}-both`, `${code}-one`, `${code}-users`]);
    expect(await exported({ product: 'writer' })).toEqual([`${code}-both`]);
    expect(await exported({ product: 'slides' })).toEqual([]);
    const text = await exportText(world.server.store, 'bundles', { product: 'writer' });
    expect(text).toContain(`${code}-both,"[""sheets"",""writer""]",Suite,license-key`);
  });

  it('has those that a customer account has licenses of', async () => {
    await put([row({ code: `${code}-sold` }), row({ code: `${code}-unsold` })]);
    const account = await world.make.account();
    const customer = await world.make.customer(account.id);
    const bundle = await world.server.store.bundles.findByCode(`${code}-sold`);
    if (bundle === undefined) throw new Error('the bundle is missing');
    await world.make.bundleLicense(bundle, [{ customer_id: customer }]);
    expect(await exported({ account: account.code })).toEqual([`${code}-sold`]);
  });
});
