import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemOrigin } from '../../src/rules/audit-event.ts';
import { importRecords } from '../../src/bulk/import-records.ts';
import { DAY, endAfterDays } from '../../src/rules/validity.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { utc } from '../../src/rules/time-zone.ts';
import { build } from '../support/build.ts';
import { importedAt, importText } from '../support/bulk.ts';
import { createDatabase, openSession, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createDatabase();
  store = await openStore(database.database, { sealing: sealingWith(newSecretKey()) });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('a partial import that is interrupted', () => {
  it('has an audit entry for everything that was stored', async () => {
    const origin = { ...systemOrigin, actorKind: 'command_line', actorId: 'it-op' } as const;
    const lines = Array.from({ length: 2_500 }, (_, index) => `it-${index}@customer.test\n`);
    const input = Readable.from(breakingOff(`email\n${lines.join('')}`));
    const importing = importRecords({ store, clock: () => importedAt }, input, {
      fileName: 'customers.csv',
      kind: 'customers',
      format: 'csv',
      partial: true,
      update: false,
      dryRun: false,
      origin,
      timeZone: utc,
    });
    await expect(importing).rejects.toThrow('the disk was pulled out');

    const session = await openSession(database.database);
    const customers = await session.query("select id from customers where email like 'it-%'");
    await session.close();
    expect(customers.length).toBeGreaterThan(1_999);
    const { items } = await store.audit.list({ action: 'import' }, { limit: 10 });
    const created = items.map(({ detail }) => Number(detail['created']));
    expect(Math.max(...created)).toBe(customers.length);
    for (const entry of items) expect(entry).toMatchObject(origin);
  });
});

describe('a license that was counted elsewhere', () => {
  it('is reset for the first time after the import', async () => {
    const { code } = await build(store).product({ authorization_method: 'license-key' });
    const columns = 'product,license_key,license_type,consumption_period,total_consumptions';
    const text = `${columns}\n${code},IT-COUNTED,consumption,daily,7\n`;
    await importText(store, 'licenses', text);
    const { items } = await store.licenses.list({ license_key: 'IT-COUNTED' }, { limit: 1 });
    expect(items).toMatchObject([{ total_consumptions: 7, counted_at: importedAt }]);
  });
});

describe('a counter whose period an import changes', () => {
  const head = 'product,license_key,license_type,max_consumptions,consumption_period';
  const ofLicense = async (countedAt: string) => {
    const { id, code } = await build(store).product({ authorization_method: 'license-key' });
    await build(store).productFeature({
      product_id: id,
      code: 'pages',
      feature_type: 'consumption',
    });
    const key = `IT-PERIOD-${code}`;
    const counted = ',total_consumptions,counted_at';
    const line = (period: string) => `${code},${key},consumption,unlimited,${period}`;
    await importText(store, 'licenses', `${head}${counted}\n${line('daily')},7,${countedAt}\n`);
    const feature = (period: string, more = ['', '']) =>
      `license_key,feature,consumption_period${more[0]}\n${key},pages,${period}${more[1]}\n`;
    const seven = [counted, `,7,${countedAt}`];
    await importText(store, 'license-features', feature('daily', seven));
    return {
      importPeriod: async (period: string) => {
        const update = { update: true };
        await importText(store, 'licenses', `${head}\n${line(period)}\n`, update);
        await importText(store, 'license-features', feature(period), update);
      },
      totals: async () => {
        const { items } = await store.licenses.list({ license_key: key }, { limit: 1 });
        const [found] = await store.licenseFeatures.list(items[0]?.id ?? 0);
        return [items[0], found].map((one) => [one?.consumption_period, one?.total_consumptions]);
      },
    };
  };

  it('does not count again what the old period has reset', async () => {
    const { importPeriod, totals } = await ofLicense('2026-06-14T23:59:59.999Z');
    await importPeriod('daily');
    expect(await totals()).toEqual([
      ['daily', 7],
      ['daily', 7],
    ]);
    await importPeriod('monthly');
    expect(await totals()).toEqual([
      ['monthly', 0],
      ['monthly', 0],
    ]);
  });

  it('keeps what counted in the old one', async () => {
    const { importPeriod, totals } = await ofLicense('2026-06-15T00:00:00.000Z');
    await importPeriod('');
    expect(await totals()).toEqual([
      [null, 7],
      [null, 7],
    ]);
    await importPeriod('monthly');
    expect(await totals()).toEqual([
      ['monthly', 7],
      ['monthly', 7],
    ]);
  });
});

describe('a license that is twice in the file', () => {
  it.each([
    ['license_key', 'license-key', 'IT-TWICE'],
    ['order_store_id', 'user', 'it-order'],
    ['id', 'user', '1000000000000001'],
  ] as const)('is reported by its %s', async (column, authorizationMethod, value) => {
    const { code } = await build(store).product({ authorization_method: authorizationMethod });
    const line = `${code},${value}\n`;
    const text = `product,${column}\n${line}${line}`;
    for (const update of [false, true]) {
      const { faults } = await importText(store, 'licenses', text, { update });
      expect(faults).toEqual([{ line: 3, column, reason: 'is in the file twice' }]);
    }
  });
});

describe('a license whose terms contradict each other', () => {
  it.each([
    ['max_consumptions', '0'],
    ['allow_negative_consumptions', 'true'],
    ['allow_overages', 'true'],
    ['max_overages', '1'],
    ['consumption_period', 'daily'],
  ])('is a fault in an import: %s without the type consumption', async (column, value) => {
    const { code } = await build(store).product({ authorization_method: 'license-key' });
    const key = `IT-${column}`;
    const importing = (type: string) =>
      importText(
        store,
        'licenses',
        `product,license_key,license_type,${column}\n${code},${key},${type},${value}\n`,
      );
    const reason = `does not fit: only a license of the type consumption can have ${column}`;
    const faults = [{ line: 2, column, reason }];
    expect(await importing('subscription')).toMatchObject({ created: 0, faults });
    expect(await importing('consumption')).toMatchObject({ created: 1, faults: [] });

    const type = `product,license_key,license_type\n${code},${key},perpetual\n`;
    const update = { update: true };
    expect(await importText(store, 'licenses', type, update)).toMatchObject({ updated: 0, faults });
  });
});

describe('a license with days of validity', () => {
  it('keeps the end of its first activation when a file from before it is imported', async () => {
    const { code } = await build(store).product({ authorization_method: 'license-key' });
    const head = 'product,license_key,license_type,valid_days,valid_until,note';
    const line = (end: string, note: string) =>
      `${head}\n${code},IT-DAYS,time-limited,30,${end},${note}\n`;
    const update = { update: true };
    await importText(store, 'licenses', line('', ''));
    await importText(store, 'licenses', line('2026-07-01T00:00:00Z', ''), update);
    expect(await importText(store, 'licenses', line('', 'renewed'), update)).toMatchObject({
      updated: 1,
    });
    const { items } = await store.licenses.list({ license_key: 'IT-DAYS' }, { limit: 1 });
    expect(items[0]).toMatchObject({ note: 'renewed', valid_until: new Date('2026-07-01') });
  });
});

describe('a license that gets days of validity', () => {
  it('ends after them, counted from the import, if it has active devices', async () => {
    const make = build(store);
    const { id: productId, code } = await make.product({ authorization_method: 'license-key' });
    const head = 'product,license_key,license_type,valid_days';
    const line = (key: string, days: string) =>
      importText(store, 'licenses', `${head}\n${code},${key},subscription,${days}\n`, {
        update: days !== 'none',
      });
    for (const key of ['IT-USED', 'IT-UNUSED']) {
      expect(await line(key, 'none')).toMatchObject({ created: 1, faults: [] });
    }
    const holder = { licenseKey: 'IT-USED' };
    await make.device({ productId, holder, hardwareId: 'a' });
    const endOf = async (license_key: string) =>
      (await store.licenses.list({ license_key }, { limit: 1 })).items[0]?.valid_until;
    for (const key of ['IT-USED', 'IT-UNUSED']) {
      expect(await line(key, '10')).toMatchObject({ updated: 1, faults: [] });
    }
    expect(await endOf('IT-USED')).toEqual(new Date('2026-06-25T12:00:00.000Z'));
    expect(await endOf('IT-UNUSED')).toBeNull();
  });
});

describe('devices of a license with days of validity', () => {
  const days = 30;
  const ahead = importedAt.getTime() + DAY;

  /** A license and a feature that are both valid for 30 days from the first activation. */
  async function newLicense(terms: { starts_at?: Date; valid_until?: Date } = {}) {
    const make = build(store);
    const { id: product_id } = await make.product({ authorization_method: 'license-key' });
    const key = randomUUID();
    const license_type = 'time-limited';
    const license = { product_id, license_key: key, license_type, valid_days: days } as const;
    const { id } = await make.license({ ...license, ...terms, max_activations: null });
    const { id: product_feature_id } = await make.productFeature({ product_id });
    await make.licenseFeature({ license_id: id, product_feature_id, valid_days: days });
    const put = (lines: readonly string[], options: Parameters<typeof importText>[3] = {}) =>
      importText(
        store,
        'devices',
        ['license_key,hardware_id,active,vacated,activated_at', ...lines]
          .map((line) => line.replace('KEY', key))
          .join('\n'),
        options,
      );
    const ends = async () => {
      const [feature] = await store.licenseFeatures.list(id);
      return [(await store.licenses.find(id))?.valid_until, feature?.expires_at];
    };
    return { put, ends };
  }
  const after = (first: Date, starts_at: Date | null = null) => {
    const end = endAfterDays(days, { starts_at }, first);
    return [end, end];
  };

  it('end it after these, counted from the first activation in the file', async () => {
    const { put, ends } = await newLicense();
    const lines = [
      'KEY,a,true,false,2026-06-02T08:00:00.001Z',
      'KEY,b,false,true,2026-06-01T09:30:00.002Z',
      'KEY,c,true,false,',
    ];
    expect(await put(lines, { dryRun: true })).toMatchObject({ created: 3, faults: [] });
    expect(await ends()).toEqual([null, null]);
    expect(await put(lines)).toMatchObject({ created: 3, faults: [] });
    const end = after(new Date('2026-06-01T09:30:00.002Z'));
    expect(await ends()).toEqual(end);
    expect(await put(lines)).toMatchObject({ created: 0, faultCount: 3 });
    expect(await put(['KEY,d,true,false,2026-05-01'])).toMatchObject({ created: 1, faults: [] });
    expect(await ends()).toEqual(end);
  });

  it('end it after these, counted from the import, if the file has no times', async () => {
    const { put, ends } = await newLicense();
    await put(['KEY,a,true,false,']);
    expect(await ends()).toEqual(after(importedAt));
  });

  it('end it after these, counted from its start, if that is later', async () => {
    const starts_at = new Date(ahead);
    const { put, ends } = await newLicense({ starts_at });
    await put(['KEY,a,true,false,']);
    expect(await ends()).toEqual(after(importedAt, starts_at));
  });

  it('leave it the end that it has', async () => {
    const valid_until = new Date(ahead);
    const { put, ends } = await newLicense({ valid_until });
    await put(['KEY,a,true,false,2026-06-01']);
    expect((await ends())[0]).toEqual(valid_until);
  });

  it('leave it without an end if none of them is active', async () => {
    const { put, ends } = await newLicense();
    await put(['KEY,a,false,true,2026-06-01', 'KEY,b,false,false,2026-06-01']);
    expect(await ends()).toEqual([null, null]);
  });
});

describe('the number of rows of an export', () => {
  it('comes with the bundle licenses and the variables in them', async () => {
    const make = build(store);
    const keys = { authorization_method: 'license-key' } as const;
    const [one, other] = [await make.product(keys), await make.product(keys)];
    const bundle = await make.bundle([one, other]);
    const first = await make.bundleLicense(bundle);
    const second = await make.bundleLicense(bundle);
    await make.license({ product_id: one.id, license_key: randomUUID() });
    const device = ({ license_key: licenseKey }: typeof first, hardwareId: string) =>
      make.device({
        productId: one.id,
        holder: { licenseKey: licenseKey ?? '' },
        hardwareId,
      });
    const ids = [await device(first, 'a'), await device(first, 'b'), await device(second, 'c')];
    const odd = await store.devices.find(first.licenseIds[0] ?? 0, ids[0] ?? 0);
    assert(odd);
    const variables = { '\0': '\0', '\ud800': '\udc00', '\\u0000': '\\', 'ä"': 1 };
    await store.seats.updateDevice(odd, { fields: {}, variables }, importedAt);
    const count = (table: 'licenses' | 'devices', product = one.code) =>
      store.export(table, { product }).count();
    expect(await count('licenses')).toEqual({ rows: 3, bundle_licenses: 2, variables: 0 });
    expect(await count('devices')).toEqual({ rows: 3, bundle_licenses: 0, variables: 7 });
    const none = { rows: 0, bundle_licenses: 0, variables: 0 };
    expect(await count('devices', other.code)).toEqual(none);
  });
});

describe('a license that is not floating', () => {
  it.each([
    ['floating_users', '1'],
    ['floating_timeout', '30'],
  ])('cannot have %s in an import', async (column, value) => {
    const { code } = await build(store).product({ authorization_method: 'license-key' });
    const importing = (floating: boolean) =>
      importText(
        store,
        'licenses',
        `product,license_key,floating,${column}\n${code},IT-${column},${floating},${value}\n`,
      );
    const faults = [{ line: 2, column, reason: 'does not fit: only a floating license has slots' }];
    expect(await importing(false)).toMatchObject({ created: 0, faults });
    expect(await importing(true)).toMatchObject({ created: 1, faults: [] });
  });
});

describe('an empty file', () => {
  it('is a fault in CSV, which needs headings', async () => {
    const reason = 'is missing: the first line names the columns';
    expect((await importText(store, 'customers', '')).faults).toEqual([{ line: 1, reason }]);
  });

  it('is accepted as JSON Lines, the export of nothing', async () => {
    const { created, faults } = await importText(store, 'customers', '', { format: 'jsonl' });
    expect({ created, faults }).toEqual({ created: 0, faults: [] });
  });
});

describe('nested JSON', () => {
  const nested = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
  const line = (levels: number) => `{"email":"it@deep.test","metadata":${nested(levels)}}`;
  const cell = (levels: number) =>
    `email,metadata\nit@deep.test,"${nested(levels).replaceAll('"', '""')}"`;

  it.each([33, 20_000])('of %i levels is a fault of its line', async (levels) => {
    const fault = 'is not a JSON object of at most 32 levels';
    const lines = await importText(store, 'customers', line(levels - 1), { format: 'jsonl' });
    expect(lines.faults).toEqual([{ line: 1, reason: fault }]);
    const { faults } = await importText(store, 'customers', cell(levels));
    expect(faults).toMatchObject([{ line: 2, column: 'metadata' }]);
  });

  it('is stored up to the depth that the server accepts', async () => {
    const { created } = await importText(store, 'customers', line(31), { format: 'jsonl' });
    expect(created).toBe(1);
  });
});

async function* breakingOff(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
  throw new Error('the disk was pulled out');
}
