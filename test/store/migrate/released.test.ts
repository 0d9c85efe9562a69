import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Migration } from 'kysely/migration';
import { connect } from '../../../src/store/connect.ts';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';

/** Migrations of releases, in their order, with a hash of the schema after each. A release adds its own. */
const released = [
  ['0001-tables', '24642865b282aba6a2e5347ccee77a9d8091a62d2d8f4c3c3465d4b89423b716'],
] as const;

// On SQLite alone (jest.config.js): both databases get the same statements.
describe('a migration that was released', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  const done: Record<string, Migration> = {};
  it.each(released)('makes the schema that it made then: %s', async (name, hash) => {
    done[name] = (await import(`../../../src/store/migrations/${name}.ts`)) as Migration;
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
