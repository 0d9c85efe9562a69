import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Column } from '../../src/bulk/column.ts';
import { kindNames } from '../../src/bulk/kind-names.ts';
import { kinds } from '../../src/bulk/kinds.ts';
import { formats } from '../../src/bulk/format.ts';
import { newId } from '../../src/rules/ids.ts';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { build } from '../support/build.ts';
import { exportText, importedAt, importText } from '../support/bulk.ts';
import { createDatabase, openSession, type TestDatabase } from '../support/database.ts';
import { sealingWith } from '../support/sealing.ts';

const sealing = sealingWith(newSecretKey());

/** Texts that files mangle. */
const texts = [
  'plain',
  '',
  ' spaces on both sides ',
  'a "quoted" word, and a comma',
  'two\nlines',
  'two\r\nlines',
  'a lone \r',
  '"',
  '""',
  '=1+1',
  'null',
  'true',
  '0',
  'Zoë 東京 🗝️ עברית',
  '\u{FEFF}mark',
  '\u2028',
  '\\n',
  ';\t|',
];

interface Installation {
  readonly store: Store;
  readonly database: TestDatabase;
}

async function install(): Promise<Installation> {
  const database = await createDatabase();
  const store = await openStore(database.database, { sealing });
  await build(store).product({ code: 'users' });
  await build(store).product({ code: 'keys, and more', authorization_method: 'license-key' });
  await build(store).product({ code: 'sheets' });
  const players = { authorization_method: 'license-key' } as const;
  await build(store).product({ code: 'audio', ...players });
  await build(store).product({ code: 'video', ...players });
  const acme = { id: newId(), code: 'acme', name: 'Acme', enabled: true };
  await store.customerAccounts.create({ ...acme, redirect_uris: [], connection: null }, importedAt);
  // A file of rows does not contain the installation files: they must be there.
  for (const [index, text] of texts.entries()) {
    const upload = { id: newId(), filename: `${text}.exe`, size: index + 1, ...hashes(index) };
    if (index % 2 === 0) await store.uploads.create(upload, importedAt);
  }
  return { store, database };
}

/** The hashes of an uploaded file of each installation. */
const hashes = (index: number) => ({
  hash_md5: String(index).padStart(32, 'a'),
  hash_sha256: String(index).padStart(64, 'b'),
});

/** Every row of a table, save what an import makes anew. */
async function rows({ database }: Installation, table: string) {
  const session = await openSession(database.database);
  const found = await session.query(`select * from ${table}`);
  await session.close();
  const made = [
    ...(/features$|policies$|bundles$|days$|versions$/.test(table)
      ? ['id', 'product_feature_id']
      : []),
    'product_id',
    'bundle_id',
    'upload_id',
    'customer_account_id',
    'revision',
    ...(table === 'devices' ? [] : ['updated_at']),
  ];
  return found
    .map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !made.includes(name))))
    .map((row) => JSON.stringify(row))
    .sort();
}

/** Licenses with these numbers count their use. */
const counts = (index: number) => index % 3 === 1 && index > 1;

/** An installation in which every column of every kind has every awkward value that fits it. */
async function fill({ store }: Installation): Promise<void> {
  const lines = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).join('\n');
  const put = async (kind: (typeof kindNames)[number], all: readonly object[]) => {
    const named = new Set(all.flatMap((row) => Object.keys(row)));
    const columns = Object.entries<Column>(kinds[kind]).filter(([, one]) => one.derived !== true);
    const unnamed = columns
      .map(([name]) => name)
      .filter((name) => name !== 'id' && !named.has(name));
    expect({ kind, unnamed }).toEqual({ kind, unnamed: [] });
    const result = await importText(store, kind, lines(all), { format: 'jsonl' });
    expect(result).toMatchObject({ created: all.length, updated: 0, faults: [] });
  };
  await put(
    'customers',
    texts.map((text, index) => ({
      email: `c${index}@acme.test`,
      reference: `ref ${text}${index}`,
      company_name: text,
      first_name: text,
      last_name: text,
      phone: text,
      address: text,
      postcode: text,
      city: text,
      state: text,
      country: text,
      customer_account: index % 3 === 0 ? 'acme' : null,
      metadata: { [text]: [text, null, 1.5] },
      created_at: '2020-02-29T23:59:59.999Z',
    })),
  );
  await put(
    'users',
    texts.map((text, index) => ({
      email: `User${index}@acme.test`,
      created_at: '2020-02-29T23:59:59.997Z',
      first_name: text,
      last_name: text,
      phone_number: text,
      enabled: index % 2 === 0,
      is_initial_password: index % 3 === 0,
      self_registered: index % 2 === 1,
      password_hash:
        index === 1
          ? '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNvbWVoYXNo'
          : null,
    })),
  );
  await put(
    'features',
    texts.map((text, index) => ({
      product: index % 2 === 0 ? 'users' : 'keys, and more',
      code: `Feature_${index}.a-b`,
      name: `${text}${index}`,
      feature_type: index % 4 < 2 ? 'activation' : 'consumption',
      metadata: { [text]: text },
      created_at: '2020-02-29T23:59:59.996Z',
    })),
  );
  await put(
    'policies',
    texts.map((text, index) => ({
      product: index % 2 === 0 ? 'users' : 'keys, and more',
      code: `Policy_${index}.a-b`,
      name: `${text}${index}`,
      default_for_trials: index < 2,
      terms: {
        is_trial: index < 2,
        ...(index % 3 === 0 && { max_activations: null, note: text, metadata: { [text]: text } }),
      },
      created_at: '2020-02-29T23:59:59.995Z',
    })),
  );
  await put('bundles', [
    bundle('office', ['sheets', 'users']),
    bundle('players', ['video', 'audio']),
    ...texts.map((text, index) =>
      index % 2 === 0
        ? bundle(`Bundle_${index}.a-b`, ['sheets'], text)
        : bundle(`Bundle_${index}.a-b`, ['keys, and more', 'video', 'audio'], text),
    ),
  ]);
  await put(
    'licenses',
    texts.flatMap((text, index) => [license(text, index), ...membersOf(text, index)]),
  );
  await put(
    'license-features',
    texts.map((text, index) => ({
      ...licenseOf(text, index),
      feature: `Feature_${index}.a-b`,
      expires_at: index % 3 === 0 ? null : '2030-01-31T12:30:00.001Z',
      // Of a license with active devices they have become an end.
      valid_days: index === 0 || index % 3 === 2 ? index + 1 : null,
      max_consumptions: index % 4 === 2 ? index : null,
      floating: index % 2 === 0,
      floating_users: index % 4 === 2 ? 1 : null,
      floating_timeout: index % 4 === 0 ? index + 1 : null,
      allow_negative_consumptions: index % 4 === 3,
      allow_overages: index % 4 === 2,
      max_overages: index % 4 < 2 ? 0 : index,
      consumption_period:
        index % 4 < 2
          ? null
          : ([null, 'daily', 'weekly', 'monthly', 'annually'] as const)[index % 5],
      total_consumptions: -index,
      counted_at: index % 2 === 0 ? null : '2026-01-01T00:00:00.001Z',
    })),
  );
  await put(
    'consumptions',
    texts.flatMap((text, index) => [
      { ...licenseOf(text, index), day: '2026-06-15', consumptions: -index },
      {
        ...memberOf(text, index),
        feature: `Gone_${index}.a-b`,
        day: '2020-02-29',
        consumptions: 10 ** 12,
      },
    ]),
  );
  await put(
    'assignments',
    texts.flatMap((text, index) =>
      index % 2 === 0
        ? ['users', 'sheets'].map((product) => ({
            product,
            order_store_id: `${text}${index}`,
            user: 'user1@acme.test',
            max_activations: index === 0 ? null : index,
          }))
        : [],
    ),
  );
  await put(
    'devices',
    texts.flatMap((text, index) => [
      { ...device(text, index), hardware_id: `${text}active`, active: index !== 0 && index !== 1 },
      {
        ...device(text, index),
        hardware_id: `${text}vacated`,
        active: false,
        vacated: true,
        blacklisted: true,
        activated_at: '2024-01-01',
        created_at: '2023-12-31',
        last_seen_at: '2024-06-01T12:00:00.001Z',
        updated_at: '2025-01-01',
      },
      {
        ...device(text, index),
        ...memberOf(text, index),
        hardware_id: `${text}active`,
        active: index > 1,
      },
    ]),
  );
  await put(
    'versions',
    texts.map((text, index) => ({
      product: index % 3 === 0 ? 'users' : 'keys, and more',
      version: `${index}.2.3-beta.4+build.5`,
      environment: index % 4 === 0 ? '' : `win-${index}`,
      channel: index % 5 === 0 ? 'prod' : 'beta.1',
      release_date: '2020-02-29T23:59:59.994Z',
      enabled: index % 2 === 0,
      requires_version: text,
      eula_link: index % 2 === 0 ? '' : 'https://vendor.test/eula?a=1,2;"x"',
      release_notes_link: index % 2 === 1 ? '' : 'http://vendor.test/notes',
      url: index % 2 === 0 ? null : `https://vendor.test/setup-${index}.exe`,
      filename: index % 2 === 0 ? `${text}.exe` : null,
      size: index % 4 === 1 ? null : index + 1,
      ...(index % 4 === 1 ? { hash_md5: null, hash_sha256: null } : hashes(index)),
      created_at: '2020-02-29T23:59:59.993Z',
    })),
  );
}

function bundle(code: string, products: readonly string[], text = '') {
  return {
    code,
    products,
    name: `${text}${code}`,
    authorization_method: products.includes('sheets') ? 'user' : 'license-key',
    enabled: text !== '',
    archived: text === 'true',
    metadata: { [text]: text },
    created_at: '2020-02-29T23:59:59.992Z',
  };
}

/** A license that belongs to no bundle license. */
function license(text: string, index: number) {
  return {
    product: index % 2 === 0 ? 'users' : 'keys, and more',
    license_key: index % 2 === 0 ? null : `${index}${text}`,
    ...terms(text, index),
    trial_holder: index % 2 === 0 ? `${text}${index}` : null,
    bundle: null,
    bundle_license_id: null,
  };
}

/** The licenses of a bundle license. */
function membersOf(text: string, index: number) {
  const key = index % 2 === 0 ? null : `${index}${text}bundle`;
  const ofBundle = { bundle: key === null ? 'office' : 'players', license_key: key };
  const products = key === null ? ['sheets'] : ['audio', 'video'];
  return products.map((product) => ({
    product,
    ...terms(text, index),
    ...ofBundle,
    // The license of a product may have been issued on another order.
    ...(product === 'video' && { order_store_id: `video ${index}` }),
    trial_holder: null,
    bundle_license_id: null,
  }));
}

function terms(text: string, index: number) {
  return {
    order_store_id: `${text}${index}`,
    customer_reference: index % 3 === 0 ? null : `ref ${text}${index}`,
    license_type: counts(index)
      ? 'consumption'
      : (['perpetual', 'time-limited', 'subscription'] as const)[index % 3],
    is_trial: index % 2 === 0,
    enabled: index % 3 === 0,
    starts_at: index % 2 === 0 ? null : '2029-12-31',
    // A perpetual license ends where it is a trial; others here do.
    valid_until: index % 6 === 3 ? null : '2030-01-31T12:30:00.001Z',
    valid_days: index % 6 === 3 ? null : index + 1,
    maintenance_until: index % 3 === 0 ? null : '2031-01-31',
    grace_hours: index % 3 === 2 ? index : 0,
    max_activations: index % 4 === 0 ? null : index,
    allow_transfers: index % 2 === 0,
    max_transfers: index,
    allow_offline_activation: index % 3 === 0,
    transfer_count: index,
    floating: index % 2 === 0,
    floating_users: index % 4 === 2 ? 1 : null,
    floating_timeout: index % 4 === 0 ? index + 1 : null,
    can_borrow: index % 2 === 0,
    max_borrow_time: index + 1,
    max_license_users: index % 4 === 2 ? index : null,
    custom_fields: [{ name: text, data_type: index % 2 === 0 ? null : text, value: text }],
    metadata: { text },
    max_consumptions: counts(index) && index % 2 === 0 ? 7 : null,
    allow_negative_consumptions: counts(index) && index % 2 === 0,
    allow_overages: counts(index) && index % 2 === 1,
    max_overages: counts(index) ? index : 0,
    consumption_period: counts(index)
      ? ([null, 'daily', 'weekly', 'monthly', 'annually'] as const)[index % 5]
      : null,
    total_consumptions: -index,
    counted_at: index % 2 === 0 ? null : '2026-01-01T00:00:00.001Z',
    note: text,
    created_at: '2020-02-29T23:59:59.998Z',
  };
}

/** What names the license with this number. */
function licenseOf(text: string, index: number) {
  return index % 2 === 0
    ? { product: 'users', order_store_id: `${text}${index}` }
    : { license_key: `${index}${text}` };
}

/** What names a license of the bundle license with this number. */
function memberOf(text: string, index: number) {
  return index % 2 === 0
    ? { product: 'sheets', order_store_id: `${text}${index}` }
    : { product: 'video', license_key: `${index}${text}bundle` };
}

function device(text: string, index: number) {
  return {
    ...licenseOf(text, index),
    ...(index % 2 === 0 && { user: 'user1@acme.test' }),
    fields: { hostname: text, is_vm: index % 2 === 0 },
    variables: { [text]: text, number: 1 },
    variable_times: { [text]: '2024-02-29T01:02:03.004Z', number: '2025-01-01T00:00:00.000Z' },
  };
}

describe('an export', () => {
  let origin: Installation;
  beforeAll(async () => {
    origin = await install();
    await fill(origin);
  });
  afterAll(async () => {
    await origin.store.close();
    await origin.database.drop();
  });

  it.each(formats)(
    'gives the same rows when it is imported into an empty installation: %s',
    async (format) => {
      const copy = await install();
      for (const kind of kindNames) {
        const text = await exportText(origin.store, kind, { format, withPasswordHashes: true });
        expect(await importText(copy.store, kind, text, { format })).toMatchObject({ faults: [] });
        expect(await exportText(copy.store, kind, { format, withPasswordHashes: true })).toBe(text);
      }
      for (const table of [
        'customers',
        'license_users',
        'product_features',
        'license_policies',
        'bundles',
        'bundle_licenses',
        'licenses',
        'license_features',
        'consumption_days',
        'license_assignments',
        'devices',
        'versions',
      ]) {
        const expected = await rows(origin, table);
        expect(expected.length).toBeGreaterThan(8);
        expect(
          (await rows(copy, table)).filter((row) => !expected.includes(row)).slice(0, 2),
        ).toEqual([]);
        expect(await rows(copy, table)).toEqual(expected);
      }
      await copy.store.close();
      await copy.database.drop();
    },
  );

  it('changes nothing when it is imported again with --update', async () => {
    for (const kind of kindNames) {
      // An import never updates devices.
      if (kind === 'devices') continue;
      const text = await exportText(origin.store, kind, { withPasswordHashes: true });
      const result = await importText(origin.store, kind, text, { update: true });
      const { changes, faults, created, updated, unchanged } = result;
      expect({ kind, changes, faults }).toEqual({ kind, changes: {}, faults: [] });
      expect([created, updated, unchanged > 8]).toEqual([0, 0, true]);
    }
  });

  it('contains password hashes only with the option', async () => {
    expect(await exportText(origin.store, 'users')).not.toContain('argon2');
    expect(await exportText(origin.store, 'users', { format: 'jsonl' })).not.toContain(
      'password_hash',
    );
  });
});
