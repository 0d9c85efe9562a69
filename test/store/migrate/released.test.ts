import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Migration } from 'kysely/migration';
import { connect } from '../../../src/store/connect.ts';
import { allMigrations } from '../../../src/store/migrate/all-migrations.ts';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

/**
 * Migrations that databases have had, in their order, with a hash of the schema after each. A release adds its own, and so
 * may any commit.
 */
const released = [
  ['0001-tables', '24642865b282aba6a2e5347ccee77a9d8091a62d2d8f4c3c3465d4b89423b716'],
  ['0002-device-variables', '1f9506ed36bd7c5584de9a9f5917f30f0f6492c800465a0a83f16a230e82f79d'],
  ['0003-start-of-licenses', 'ff837f2b77b14d05c343c162e887a7b24a5bde7dbe9c58db4613a552bbbc423c'],
  ['0004-forbidden-transfers', '1ff92d32a287c3916539adaa643ca3cc02a9fab51acbd0bc24e762cb291fb691'],
  ['0005-consumption', '708f3eb70fb311e876425e29aae214ab768356b16bc40ad9ce596c8e1b7c4f15'],
  ['0006-blacklisted-devices', '7c8056b010b71fa5907f53f4418ec34fc9ef1c678b0bece12a587dd4691a4f91'],
  [
    '0007-validity-from-activation',
    '462b0a028d35fc257e0804ac0d17b525619f90a0eb2aeaeba9ab9d657b620cb1',
  ],
  [
    '0008-refused-virtual-machines',
    '146695677efc1cbdcce1fb45fe555be00603c5707db25bcd94a045bde5303b0c',
  ],
  ['0009-features', '7c81b560b2682b777e0cb4272cd09a324e11253d0acbd1c29060cb2e07f2224e'],
  ['0011-floating-licenses', '50e0951555ee38354835875701df6f3c25921c8f853c9beec24f485b16fe8c5d'],
  ['0012-trials', 'e2cd77dd2d4f7bdb1729bc172ffb35af1a10331743133d68183ca8a2a13602ee'],
  ['0013-license-policies', '196b9bb96e1438e2d9740a3e0b4d123b1798f78359a42ef1f2207635885e3a65'],
  ['0014-versions', '90fdaed1451a1382aa9a514db18f36b33245a42fdac4454d274c93ef16690765'],
  ['0015-bundles', '9ea55a1bc964a1752e297324af6124c3437cd0fd1d491ff26f0dd37e5349fbbd'],
  ['0016-offline-activation', 'f8ac93cd950d4ef1fc0a37582aa980670f9e55538135f98fa6bcd0981d9d8fee'],
  ['0017-oauth-clients', '6e7188d00b78c53a120602309e0096c95947e9c2b77bdd3590e6eece5e1422eb'],
  ['0018-consumption-days', 'd255068b9121bc18ed3975589d16a971b7277170b44d76ebfbf4f34d54e569b4'],
  ['0019-overages-of-clients', '7c528fe26e611a1e6151459ff6f94ee04d12609b43a68b4be8f7a27fe4b517ed'],
  [
    '0020-search-of-bundles-and-clients',
    '6df1d726ed1aaa0319b3a5f9ab29d7948ae9794a586ab024de7ca7e504f6bff3',
  ],
  ['0021-settled-changes', '438bbab6869e99d7f11184a13505fb953dfa1cfb775f132516e411a94aca8d2f'],
] as const;

// On SQLite alone (jest.config.js): both databases get the same statements.
describe('a migration that databases have had', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  const done: Record<string, Migration> = {};
  it.each(released)('makes the schema that it made then: %s', async (name, hash) => {
    done[name] = allMigrations[name] as Migration;
    const { db } = connect(database.database, { pool: 1 });
    await migrate(db, done);
    const tables = await db
      .$extendTables<{ sqlite_master: { name: string; sql: string | null } }>()
      .selectFrom('sqlite_master')
      .select(['name', 'sql'])
      .where('name', 'not like', 'kysely_%')
      .orderBy('name')
      .execute();
    await db.destroy();
    const schema = JSON.stringify(tables);
    expect(createHash('sha256').update(schema).digest('hex')).toBe(hash);
  });
});

it('a new migration has a name after all others, since it runs after them', () => {
  const names = Object.keys(allMigrations).sort();
  expect(names.slice(0, released.length)).toEqual(released.map(([name]) => name));
});
