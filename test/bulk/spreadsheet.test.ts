import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KindName } from '../../src/bulk/kind-names.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { exportText, importText } from '../support/bulk.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';
import { spreadsheets, throughSpreadsheet } from '../support/spreadsheet.ts';

const KINDS: KindName[] = ['customers', 'users', 'licenses', 'assignments', 'devices'];
/** Ids of 16 digits that follow each other, as imports of early releases gave them. */
const oldId = (index: number) => 1_699_349_720_166_365 + index;
const ROWS = 20;

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
  await build(store).product({ code: 'keys', authorization_method: 'license-key' });
  await build(store).product({ code: 'people' });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

/** Some rows of each kind. @param idOf what an id is, undefined for a new one */
async function fill(idOf: (index: number) => number | undefined): Promise<void> {
  const all = Array.from({ length: ROWS }, (_, index) => index);
  const put = async (kind: KindName, rows: readonly object[]) => {
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const result = await importText(store, kind, text, { format: 'jsonl' });
    expect(result).toMatchObject({ created: rows.length, faults: [] });
  };
  await put(
    'customers',
    all.map((index) => ({
      id: idOf(index),
      // A reseller has one address for many, and not everybody has a number.
      email: index % 3 === 0 ? 'billing@reseller.test' : `c${index}@acme.test`,
      reference: index % 2 === 0 ? `C-${index}` : '',
      company_name: `Company ${index}`,
    })),
  );
  await put(
    'users',
    all.map((index) => ({ id: idOf(index), email: `u${index}@acme.test` })),
  );
  await put(
    'licenses',
    all.map((index) => ({
      id: idOf(index),
      order_store_id: `order-${index}`,
      max_activations: 9,
      ...(index % 2 === 0 ? { product: 'people' } : { product: 'keys', license_key: `K-${index}` }),
      ...(index % 2 === 0 && { customer_reference: `C-${index}` }),
    })),
  );
  const forPeople = all.filter((index) => index % 2 === 0);
  await put(
    'assignments',
    forPeople.map((index) => ({
      product: 'people',
      order_store_id: `order-${index}`,
      user: `u${index}@acme.test`,
    })),
  );
  await put(
    'devices',
    all.map((index) => ({
      id: idOf(index),
      hardware_id: `hw-${index}`,
      ...(index % 2 === 0
        ? { product: 'people', order_store_id: `order-${index}`, user: `u${index}@acme.test` }
        : { license_key: `K-${index}` }),
    })),
  );
}

/** What there is, in the form in which it is exported. */
async function everything(): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const kind of KINDS) {
    const text = await exportText(store, kind, { format: 'jsonl' });
    all[kind] = text.split('\n').filter((line) => line !== '');
  }
  return all;
}

/** What somebody changes in a spreadsheet. */
const edits: Record<string, (row: Record<string, string>) => void> = {
  nothing: () => undefined,
  'a field': (row) => {
    if ('note' in row) row['note'] = `of ${row['order_store_id']}`;
    if ('city' in row) row['city'] = `of ${row['company_name']}`;
    if ('phone_number' in row) row['phone_number'] = `of ${row['email']}`;
  },
  'a name': (row) => {
    if ('company_name' in row) row['company_name'] = `${row['company_name']} Ltd.`;
    if ('note' in row) row['order_store_id'] = `${row['order_store_id']}-b`;
    else if ('hardware_id' in row) row['hardware_id'] = `${row['hardware_id']}-b`;
  },
  'all names': (row) => {
    if ('company_name' in row) {
      row['company_name'] = `${row['company_name']} Ltd.`;
      row['email'] = `new-${row['email']}`;
      row['reference'] = '';
    }
    if ('phone_number' in row) row['email'] = `new-${row['email']}`;
    if ('note' in row) row['order_store_id'] = `${row['order_store_id']}-b`;
    if ('note' in row && row['license_key'] !== '') row['license_key'] = `${row['license_key']}-b`;
    if ('active' in row) row['hardware_id'] = `${row['hardware_id']}-b`;
  },
};

describe.each(Object.keys(spreadsheets) as (keyof typeof spreadsheets)[])(
  'a file with IDs of 16 digits that was saved by a spreadsheet, with %s',
  (manner) => {
    it.each(Object.keys(edits))(
      'changes and creates no other row, and reports each line with a changed ID: %s edited',
      async (edited) => {
        await fill(oldId);
        for (const kind of KINDS) {
          const before = await everything();
          const exported = await exportText(store, kind);
          const { text, changed } = throughSpreadsheet(
            exported,
            spreadsheets[manner],
            edits[edited],
          );
          expect(changed.length).toBeGreaterThan(5);
          const update = kind !== 'devices';

          const whole = await importText(store, kind, text, { update });
          const told = new Set(whole.faults.map(({ line }) => line));
          expect(changed.filter((line) => !told.has(line))).toEqual([]);
          expect(await everything()).toEqual(before);

          const partial = await importText(store, kind, text, { update, partial: true });
          expect(partial.created).toBe(0);
          const after = await everything();
          const lines = before[kind] ?? [];
          expect(after[kind]).toHaveLength(lines.length);
          // A line of CSV is a line of the export, after the headings.
          const touched = changed.map((line) => line - 2);
          expect(touched.map((index) => after[kind]?.[index])).toEqual(
            touched.map((index) => lines[index]),
          );
          expect(Object.values(after).map(({ length }) => length)).toEqual(
            Object.values(before).map(({ length }) => length),
          );
        }
      },
    );
  },
);

describe('a file with IDs of 15 digits', () => {
  it.each(Object.keys(spreadsheets) as (keyof typeof spreadsheets)[])(
    'is unchanged by a spreadsheet except for edits: %s',
    async (manner) => {
      await fill(() => undefined);
      for (const kind of KINDS.filter((one) => one !== 'devices')) {
        const exported = await exportText(store, kind);
        const edit = edits['a field'];
        const { text, changed } = throughSpreadsheet(exported, spreadsheets[manner], edit);
        expect(changed).toEqual([]);
        const result = await importText(store, kind, text, { update: true });
        expect(result).toMatchObject({ created: 0, faults: [] });
      }
      const { customers = [] } = await everything();
      expect(customers).toHaveLength(ROWS);
      for (const line of customers) {
        const { city, company_name: company } = JSON.parse(line) as Record<string, string>;
        expect(city).toBe(`of ${company}`);
      }
    },
  );
});

describe('an export without IDs', () => {
  it('has none, and is imported to the same rows by their names', async () => {
    await fill(oldId);
    for (const kind of ['users', 'licenses', 'assignments'] as const) {
      const text = await exportText(store, kind, { withoutIds: true });
      expect(text).not.toContain('1699349720');
      const before = await everything();
      const result = await importText(store, kind, text, { update: true });
      expect(result).toMatchObject({ created: 0, faults: [] });
      expect(await everything()).toEqual(before);
    }
  });
});

describe('a line whose ID and names belong to different rows', () => {
  beforeEach(() => fill((index) => 1_000 + index));

  it.each([
    [
      'customers',
      'id,email,reference',
      '1002,c2@acme.test,C-4',
      'reference',
      '"C-4" does not belong to the id 1002',
    ],
    [
      'customers',
      'id,email,company_name',
      '1001,c2@acme.test,Company 2',
      'email',
      '"c2@acme.test" does not belong to the id 1001',
    ],
    [
      'customers',
      'id,email',
      '77,c1@acme.test',
      'id',
      '77 does not exist, and email "c1@acme.test" belongs to 1001',
    ],
    [
      'customers',
      'id,reference,email',
      '77,C-2,x@y.test',
      'id',
      '77 does not exist, and reference "C-2" belongs to 1002',
    ],
    ['users', 'id,email', '1001,u2@acme.test', 'id', 'belongs to another user'],
    [
      'users',
      'id,email',
      '77,u2@acme.test',
      'id',
      '77 does not exist, and email "u2@acme.test" belongs to 1002',
    ],
    [
      'licenses',
      'id,license_key',
      '1001,K-3',
      'license_key',
      '"K-3" does not belong to the id 1001',
    ],
    [
      'licenses',
      'id,product,order_store_id',
      '1002,people,order-4',
      'order_store_id',
      '"order-4" does not belong to the id 1002',
    ],
    [
      'licenses',
      'id,product,order_store_id',
      '1002,people,order-new',
      'order_store_id',
      '"order-new" does not belong to the id 1002',
    ],
    [
      'licenses',
      'id,product,license_key',
      '77,keys,K-3',
      'id',
      '77 does not exist, and license_key "K-3" belongs to 1003',
    ],
    [
      'licenses',
      'id,product,order_store_id',
      '77,people,order-2',
      'id',
      '77 does not exist, and order_store_id "order-2" belongs to 1002',
    ],
    [
      'licenses',
      'product,order_store_id,customer_id,customer_email',
      'people,order-2,1002,c4@acme.test',
      'customer_email',
      '"c4@acme.test" does not belong to the customer_id 1002',
    ],
    [
      'assignments',
      'license_id,product,order_store_id,user',
      '1002,people,order-4,u2@acme.test',
      'order_store_id',
      '"order-4" does not belong to the license_id 1002',
    ],
    [
      'devices',
      'license_id,license_key,hardware_id',
      '1001,K-3,hw',
      'license_key',
      '"K-3" does not belong to the license_id 1001',
    ],
    [
      'devices',
      'license_id,product,hardware_id',
      '1001,people,hw',
      'product',
      '"people" does not belong to the license_id 1001',
    ],
    [
      'devices',
      'id,license_key,hardware_id',
      '77,K-1,hw-1',
      'id',
      '77 does not exist, and hardware_id "hw-1" belongs to 1001',
    ],
  ] as const)('is a fault in %s: %s = %s', async (kind, headings, cells, column, reason) => {
    const text = `${headings}\n${cells}\n`;
    const before = await everything();
    const { faults } = await importText(store, kind, text, { update: kind !== 'devices' });
    expect(faults).toEqual([{ line: 2, column, reason }]);
    expect(await everything()).toEqual(before);
  });
});

describe('a number in scientific notation of a spreadsheet', () => {
  it.each([
    ['customers', 'id,email', '1.69935E+15,x@acme.test', 'id', '1.69935E+15'],
    ['customers', 'reference,email', '"1,69935E+15",x@acme.test', 'reference', '1,69935E+15'],
    ['licenses', 'product,license_key', 'keys,1.23457E+19', 'license_key', '1.23457E+19'],
    ['devices', 'license_key,hardware_id', 'K-1,4.5E+17', 'hardware_id', '4.5E+17'],
  ] as const)('is a fault in %s: %s = %s', async (kind, headings, cells, column, value) => {
    const { faults } = await importText(store, kind, `${headings}\n${cells}\n`);
    const reason = `is a long number that a spreadsheet has rounded: "${value}"`;
    expect(faults).toEqual([{ line: 2, column, reason }]);
  });
});
