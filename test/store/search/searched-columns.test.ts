import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect, type Database } from '../../../src/store/connect.ts';
import { allMigrations } from '../../../src/store/migrate/all-migrations.ts';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { resultColumns } from '../../../src/store/search/results.ts';
import { matchingIds, searchText } from '../../../src/store/search/search.ts';
import { beginnings, type Searched, wordsOf } from '../../../src/store/search/searched-columns.ts';
import { openStore } from '../../../src/store/store.ts';
import { createDatabase, dialect, type TestDatabase } from '../../support/database.ts';
import { describeOnSqlite } from '../../support/describe-on.ts';
import { fillTables } from '../../support/fill-tables.ts';
import { plansOf } from '../../support/plans.ts';
import { sealingWith } from '../../support/sealing.ts';

function search(db: Database['db'], table: Searched, wanted: string) {
  const text = searchText(wanted);
  assert(text);
  return matchingIds(db, table, text).execute(db);
}

const tables = Object.values(resultColumns).map(({ table }) => table);

let database: TestDatabase;
let direct: Database;
beforeAll(async () => {
  database = await createDatabase();
  await (await openStore(database.database, { sealing: sealingWith(newSecretKey()) })).close();
  direct = connect(database.database);
});
afterAll(async () => {
  await direct.db.destroy();
  await database.drop();
});

describe('the migrations', () => {
  it.each(tables)('make an index for everything that %s are searched by', async (table) => {
    const isPostgres = dialect() === 'postgres';
    const [plan] = await direct.db.transaction().execute(async (db) => {
      // Of empty tables, PostgreSQL would read all.
      if (isPostgres) await sql`set local enable_seqscan = off`.execute(db);
      return plansOf(db, (watched) => search(watched, table, 'what is searched for'));
    });
    for (const column of beginnings[table] ?? []) {
      expect(plan).toContain(`${table}_${column}_beginning`);
    }
    if (wordsOf(table, isPostgres) !== undefined) {
      expect(plan).toContain(isPostgres ? `${table}_parts` : `search_${table}`);
    }
  });
});

describe('what was there before it was searched', () => {
  it('is found after the migration', async () => {
    const older = await createDatabase({ empty: true });
    const { db } = connect(older.database, { pool: 1 });
    const before = Object.entries(allMigrations).filter(([name]) => name < '0020');
    await migrate(db, Object.fromEntries(before));
    await sql`insert into bundles (id, code, name, authorization_method, enabled, archived, metadata, created_at, updated_at)
      values (1, 'suite', 'Writer and sheets', 'user', 1, 0, '{}', 0, 0)`.execute(db);
    await sql`insert into oauth_clients (id, name, client_id, scope, read_only, limited, created_at, updated_at)
      values (2, 'Build server', 'client-4711', 'company', 0, 0, 0, 0)`.execute(db);
    await migrate(db);
    expect((await search(db, 'bundles', 'and SHEETS')).rows).toEqual([{ id: 1 }]);
    expect((await search(db, 'oauth_clients', '-4711')).rows).toEqual([{ id: 2 }]);
    await db.destroy();
    await older.drop();
  });
});

describeOnSqlite('the triggers', () => {
  const searchedByWords = tables.filter((table) => wordsOf(table, false) !== undefined);

  beforeAll(() => {
    const file = new DatabaseSync(database.database);
    fillTables(file);
    file.exec(`update devices set fields = json_object('hostname', 'host-' || id)`);
    file.close();
  });

  it.each(searchedByWords)('index all words that %s are searched by', async (table) => {
    const words = sql<string>`${sql.raw(wordsOf(table, false) ?? '')}`;
    const { rows } = await sql<{ id: number; words: string }>`
      select id, ${words} as words from ${sql.table(table)}`.execute(direct.db);
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const found = await search(direct.db, table, row.words);
      expect(found.rows).toEqual([{ id: row.id }]);
    }
  });
});
