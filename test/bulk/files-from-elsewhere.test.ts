import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { ImportOptions } from '../../src/bulk/import-records.ts';
import type { KindName } from '../../src/bulk/kind-names.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { timeZone, utc } from '../../src/rules/time-zone.ts';
import { build } from '../support/build.ts';
import { exportText, importText } from '../support/bulk.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
  await build(store).product({ code: 'keys', authorization_method: 'license-key' });
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

async function rowsOf(kind: KindName): Promise<Record<string, unknown>[]> {
  const text = await exportText(store, kind, { format: 'jsonl' });
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('CSV as spreadsheets write it', () => {
  it.each([
    ['commas', 'email,reference,city\na@x.test,R-1,"Köln; Bonn"\nb@x.test,R-2,Rom\n'],
    ['semicolons', 'email;reference;city\na@x.test;R-1;"Köln; Bonn"\nb@x.test;R-2;Rom\n'],
    ['tabs', 'email\treference\tcity\na@x.test\tR-1\tKöln; Bonn\nb@x.test\tR-2\tRom\n'],
    ['a line sep=', 'sep=;\nemail;reference;city\na@x.test;R-1;"Köln; Bonn"\nb@x.test;R-2;Rom\n'],
    [
      'a byte order mark and a line sep=',
      '\u{FEFF}sep=;\r\nemail;reference;city\r\na@x.test;R-1;"Köln; Bonn"\r\nb@x.test;R-2;Rom\r\n',
    ],
    ['CR as line end', 'email,reference,city\ra@x.test,R-1,"Köln; Bonn"\rb@x.test,R-2,Rom\r'],
    [
      'CR, and none at the end',
      'email,reference,city\ra@x.test,R-1,"Köln; Bonn"\rb@x.test,R-2,Rom',
    ],
    ['CRLF', 'email,reference,city\r\na@x.test,R-1,"Köln; Bonn"\r\nb@x.test,R-2,Rom\r\n'],
    ['other headings', ' Email , REFERENCE,City \na@x.test,R-1,"Köln; Bonn"\nb@x.test,R-2,Rom\n'],
    [
      'rows without anything',
      'email,reference,city\n,,\na@x.test,R-1,"Köln; Bonn"\n , ,""\n\nb@x.test,R-2,Rom\n,,\n',
    ],
    [
      'columns without a heading',
      'email,reference,city,,\na@x.test,R-1,"Köln; Bonn",,\nb@x.test,R-2,Rom,,\n',
    ],
  ])('is read with %s', async (_, text) => {
    const { created, faults } = await importText(store, 'customers', text);
    expect({ created, faults }).toEqual({ created: 2, faults: [] });
    expect(await rowsOf('customers')).toMatchObject([
      { email: 'a@x.test', reference: 'R-1', city: 'Köln; Bonn' },
      { email: 'b@x.test', reference: 'R-2', city: 'Rom' },
    ]);
  });

  it('is read with the delimiter of the option, whatever is more frequent', async () => {
    const text = 'email;city\na@x.test;a,b,c\n';
    expect(await importText(store, 'customers', text, { delimiter: ';' })).toMatchObject({
      created: 1,
    });
    const other = await importText(store, 'customers', text, { delimiter: ',' });
    expect(other.faults).toMatchObject([{ line: 1, column: 'email;city' }]);
  });

  it('is a fault when a row has more cells than the headings', async () => {
    const { faults } = await importText(store, 'customers', 'email,\na@x.test,b\n');
    expect(faults).toEqual([{ line: 2, reason: 'has 2 cell(s), the first line 1' }]);
  });

  it.each([1, 7, 1_000])(
    'may end lines with CR wherever the file is split: %i bytes at a time',
    async (size) => {
      const lines = Array.from({ length: 300 }, (_, index) => `c${index}@x.test,C ${index}\r`);
      const bytes = Buffer.from(`email,city\r${lines.join('')}`);
      const { faults, created } = await importText(store, 'customers', bytes, {}, size);
      expect({ faults, created }).toEqual({ faults: [], created: 300 });
    },
  );
});

describe('a date in a file', () => {
  const import1 = (date: string, over: Partial<ImportOptions> = {}, column = 'valid_until') =>
    importText(
      store,
      'licenses',
      `product,license_key,license_type,max_activations,${column}\nkeys,K-1,time-limited,1,${date}\n`,
      over,
    );
  const endOf = async () => (await rowsOf('licenses'))[0]?.['valid_until'];

  it.each([
    ['2027-01-31', undefined, '2027-01-31T23:59:59.999Z'],
    ['2027-01-31T12:00:00Z', undefined, '2027-01-31T12:00:00.000Z'],
    ['31/01/2027', undefined, '2027-01-31T23:59:59.999Z'],
    ['1/31/2027', undefined, '2027-01-31T23:59:59.999Z'],
    ['05/05/2027', undefined, '2027-05-05T23:59:59.999Z'],
    ['3.4.2027', undefined, '2027-04-03T23:59:59.999Z'],
    ['03/04/2027', 'dd/mm/yyyy', '2027-04-03T23:59:59.999Z'],
    ['03/04/2027', 'mm/dd/yyyy', '2027-03-04T23:59:59.999Z'],
    ['2027-01-31', 'mm/dd/yyyy', '2027-01-31T23:59:59.999Z'],
  ] as const)('written as %s in the format %s means %s', async (date, dateFormat, end) => {
    expect(await import1(date, { dateFormat })).toMatchObject({ created: 1, faults: [] });
    expect(await endOf()).toBe(end);
  });

  it('means the end of that day in the time zone of the server, or its beginning for a start', async () => {
    const zone = timeZone('America/New_York') ?? utc;
    const text =
      'product,license_key,license_type,max_activations,valid_until,maintenance_until,created_at\n' +
      'keys,K-1,time-limited,1,2027-01-31,2027-07-31,2026-03-08\n';
    await importText(store, 'licenses', text, { timeZone: zone });
    expect(await rowsOf('licenses')).toMatchObject([
      {
        valid_until: '2027-02-01T04:59:59.999Z',
        maintenance_until: '2027-08-01T03:59:59.999Z',
        created_at: '2026-03-08T05:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['03/04/2027', undefined, 'may be 2027-04-03 or 2027-03-04: choose with --date-format'],
    ['31/04/2027', undefined, /^must be a time/],
    ['13/13/2027', 'dd/mm/yyyy', /^must be a time/],
    ['31/01/2027', 'mm/dd/yyyy', /^must be a time/],
    ['31/01/27', undefined, /^must be a time/],
    ['2027-02-30', undefined, /^must be a time/],
    ['2027-02-30T00:00:00Z', undefined, /^must be a time/],
  ] as const)('written as %s in the format %s is a fault', async (date, dateFormat, reason) => {
    const { faults } = await import1(date, { dateFormat });
    const expected = typeof reason === 'string' ? reason : expect.stringMatching(reason);
    expect(faults).toEqual([{ line: 2, column: 'valid_until', reason: expected }]);
  });
});

describe('a limit in a file', () => {
  const text = (limit: string) => `product,license_key,max_activations\nkeys,K-1,${limit}\n`;

  it('may be unlimited, and is exported the same way', async () => {
    await importText(store, 'licenses', text('unlimited'));
    const [license] = await rowsOf('licenses');
    expect(license).toMatchObject({ max_activations: null, max_license_users: null });
    const csv = await exportText(store, 'licenses');
    expect(csv).toContain(',unlimited,');
    const again = await importText(store, 'licenses', csv, { update: true });
    expect(again).toMatchObject({ unchanged: 1, updated: 0, faults: [] });
  });

  it.each([
    ['licenses', 'product,license_key,max_activations', 'keys,K-1,', 'max_activations'],
    ['licenses', 'product,license_key,max_license_users', 'keys,K-1,', 'max_license_users'],
    [
      'assignments',
      'product,order_store_id,user,max_activations',
      'p,o,u@x.test,',
      'max_activations',
    ],
  ] as const)(
    'is a fault when the cell is empty, in %s: %s',
    async (kind, headings, cells, column) => {
      const { faults } = await importText(store, kind, `${headings}\n${cells}\n`);
      const reason = 'is empty: enter a number, or unlimited';
      expect(faults).toEqual([{ line: 2, column, reason }]);
    },
  );
});

describe('a cell that a spreadsheet would run as a formula', () => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
    "''=1",
    "'quoted'",
    "'",
    'a=1',
  ];

  it('is quoted in CSV and imported unchanged', async () => {
    const lines = texts.map((city, index) =>
      JSON.stringify({ email: `c${10 + index}@x.test`, city }),
    );
    await importText(store, 'customers', lines.join('\n'), { format: 'jsonl' });
    const before = await rowsOf('customers');
    expect(before.map(({ city }) => city)).toEqual(texts);
    const csv = await exportText(store, 'customers');
    const cells: string[] = parse(csv).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([]);
    const again = await importText(store, 'customers', csv, { update: true });
    expect(again).toMatchObject({ unchanged: texts.length, updated: 0, created: 0, faults: [] });
    expect(await rowsOf('customers')).toEqual(before);
  });

  it('is written and read unchanged with the option', async () => {
    const line = JSON.stringify({ email: 'c@x.test', city: "'=1+1" });
    await importText(store, 'customers', line, { format: 'jsonl' });
    const csv = await exportText(store, 'customers', { raw: true });
    expect(csv).toContain(",'=1+1,");
    const again = await importText(store, 'customers', csv, { update: true, raw: true });
    expect(again).toMatchObject({ unchanged: 1, updated: 0 });
  });
});

describe('an import with updates', () => {
  it('counts rows that are the same, and names columns that it does not compare', async () => {
    const text = (city: string) =>
      `email,reference,city,metadata\na@x.test,R-1,${city},"{""a"":1}"\nb@x.test,R-2,Rom,"{""a"":1}"\n`;
    await importText(store, 'customers', text('Köln'));
    const before = await rowsOf('customers');
    expect(await importText(store, 'customers', text('Köln'), { update: true })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      changes: {},
      faults: [],
    });
    expect(await rowsOf('customers')).toEqual(before);
    expect(await importText(store, 'customers', text('Bonn'), { update: true })).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 1,
      changes: { city: 1 },
    });
  });

  it('changes a user when only the password differs', async () => {
    await importText(store, 'users', 'email\na@x.test\n');
    const text = 'email,password,is_initial_password\na@x.test,secret word,false\n';
    const result = await importText(store, 'users', text, { update: true });
    expect(result).toMatchObject({ updated: 1, changes: { password: 1 } });
    const [user] = (
      await exportText(store, 'users', { format: 'jsonl', withPasswordHashes: true })
    ).split('\n');
    expect(user).toContain('$argon2id$');
  });

  it('reports a repeated line, even when it changes nothing', async () => {
    await importText(store, 'customers', 'email,reference\na@x.test,R-1\n');
    const twice = 'email,reference\na@x.test,R-1\na@x.test,R-1\n';
    const { faults } = await importText(store, 'customers', twice, { update: true });
    expect(faults).toEqual([{ line: 3, column: 'reference', reason: 'is in the file twice' }]);
  });
});

describe('the faults of a file', () => {
  it('are reported by kind, with their number and the first of them', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `not an address ${index}\n`);
    const text = `email\n${lines.join('')}a@x.test,b\na@x.test\na@x.test\n`;
    const { faultCount, kinds } = await importText(store, 'customers', text);
    expect(faultCount).toBe(2_002);
    expect(kinds).toMatchObject([
      { count: 2_000, first: [{ line: 2 }, { line: 3 }, { line: 4 }] },
      { count: 1, first: [{ line: 2_002, reason: 'has 2 cell(s), the first line 1' }] },
      { count: 1, first: [{ line: 2_004, reason: 'is in the file twice' }] },
    ]);
  });
});
