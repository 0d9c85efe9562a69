import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompiledQuery, type Kysely } from 'kysely';
import { newSecretKey } from '../../../src/security/secret-key.ts';
import { connect } from '../../../src/store/connect.ts';
import type { Migrations } from '../../../src/store/migrate/all-migrations.ts';
import {
  migrate,
  MigrationError,
  migrationStatus,
  newDatabaseStatus,
} from '../../../src/store/migrate/migrate.ts';
import type { Schema } from '../../../src/store/schema.ts';
import { checkMigrations, openStore } from '../../../src/store/store.ts';
import { createDatabase, openSession, type TestDatabase } from '../../support/database.ts';
import { serverProgram } from '../../support/programs.ts';
import { start } from '../../support/run.ts';
import { sealingWith } from '../../support/sealing.ts';
import { freePort } from '../../support/server-process.ts';

const secretKey = newSecretKey();
const sealing = sealingWith(secretKey);

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase({ empty: true });
});
afterEach(() => database.drop());

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const session = await openSession(database.database);
  try {
    return await session.query(sql);
  } finally {
    await session.close();
  }
}

const openAndClose = async () => (await openStore(database.database, { sealing })).close();

/** A migration of these tests. It counts how often it ran. */
function migration(...statements: string[]) {
  const made = {
    runs: 0,
    async up(db: Kysely<unknown>) {
      made.runs += 1;
      for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
    },
  };
  return made;
}

/** Does something on a connection of its own. */
async function connected<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const { db } = connect(database.database, { pool: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
const run = (migrations: Migrations) => connected((db) => migrate(db, migrations));
const status = (migrations: Migrations) => connected((db) => migrationStatus(db, migrations));

describe('migrate', () => {
  const first = () => migration('create table first (id integer)');
  const second = () => migration('alter table first add column name text');

  it('runs each pending migration once, in order', async () => {
    const migrations = { '0001-first': first(), '0002-second': second() };
    expect(await status(migrations)).toEqual({ pending: Object.keys(migrations), unknown: [] });
    await run(migrations);
    await query("insert into first (id, name) values (1, 'kept')");
    await run({ ...migrations, '0003-third': migration("insert into first values (2, 'added')") });
    expect(await query('select * from first order by id')).toEqual([
      { id: 1, name: 'kept' },
      { id: 2, name: 'added' },
    ]);
    expect(Object.values(migrations).map(({ runs }) => runs)).toEqual([1, 1]);
  });

  it('changes nothing when one of several migrations fails', async () => {
    await run({ '0001-first': first() });
    const migrations = {
      '0001-first': first(),
      '0002-second': second(),
      '0003-third': migration('alter table nowhere add column name text'),
    };
    await expect(run(migrations)).rejects.toThrow(MigrationError);
    await expect(query('select name from first')).rejects.toThrow(/name/);
    expect((await status(migrations)).pending).toEqual(['0002-second', '0003-third']);
  });

  it('refuses a database that a newer release has migrated, and changes nothing', async () => {
    await run({ '0001-first': first(), '0002-second': second() });
    const older = { '0001-first': first(), '0003-third': migration('drop table first') };
    await expect(run(older)).rejects.toThrow(/newer release.*0002-second/);
    expect(await query('select * from first')).toEqual([]);
  });

  it('refuses a database that was made before the first release', async () => {
    await run({ '0001-first': first() });
    await expect(openAndClose()).rejects.toThrow(/before the first release.*new database/);
  });

  it('runs each migration once when five callers start at once', async () => {
    const migrations = { '0001-first': first(), '0002-second': second() };
    await Promise.all(Array.from({ length: 5 }, () => run(migrations)));
    expect(Object.values(migrations).map(({ runs }) => runs)).toEqual([1, 1]);
  });
});

describe('the tables of Latchkey', () => {
  it('are pending in an empty database, and up to date after it was opened', async () => {
    const before = await checkMigrations(database.database);
    expect(before).toEqual(newDatabaseStatus());
    expect(before.pending).toContain('0001-tables');
    const store = await openStore(database.database, { sealing });
    expect(await store.migrationStatus()).toEqual({ pending: [], unknown: [] });
    await store.close();
    expect(await checkMigrations(database.database)).toEqual({ pending: [], unknown: [] });
  });

  it('are created once when five processes open the database at the same time', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-migrate-'));
    const settings = {
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_DATABASE_URL: database.database.includes('://') ? database.database : '',
      LATCHKEY_SECRET_KEY: secretKey,
    };
    const processes = Array.from({ length: 5 }, () =>
      start(process.execPath, ['src/cli/main.ts', 'migrate'], settings),
    );
    const ended = await Promise.all(processes.map(({ finished }) => finished));
    for (const { code, stderr } of ended) {
      expect(code).toBe(0);
      expect(stderr).toMatch(/^(There was no database\. .* was created\.\n)?$/);
    }
    const used = settings.LATCHKEY_DATABASE_URL || join(dataDir, 'latchkey.db');
    expect(await checkMigrations(used)).toEqual({ pending: [], unknown: [] });
    await rm(dataDir, { recursive: true });
  });

  it('are not created at all when one of them cannot be created', async () => {
    // Table `records` is one of the last, and is there already.
    await query('create table records (id integer)');
    await expect(openAndClose()).rejects.toThrow(MigrationError);
    await expect(query('select * from products')).rejects.toThrow(/products/);
    await query('drop table records');
    await openAndClose();
  });

  it('of a newer release stop the server with a message and no stack trace', async () => {
    await openAndClose();
    const later = '9999-from-the-future';
    await query(`insert into kysely_migration values ('${later}', '2099-01-01T00:00:00.000Z')`);
    const url = database.database;
    const settings = url.includes('://')
      ? { LATCHKEY_DATABASE_URL: url, LATCHKEY_DATA_DIR: join(tmpdir(), randomUUID()) }
      : { LATCHKEY_DATA_DIR: join(url, '..') };
    const { code, stderr } = await start(process.execPath, [serverProgram], {
      PORT: String(await freePort()),
      LATCHKEY_SECRET_KEY: secretKey,
      ...settings,
    }).finished;
    if ('LATCHKEY_DATABASE_URL' in settings) {
      await rm(settings.LATCHKEY_DATA_DIR, { recursive: true });
    }
    expect(await checkMigrations(url)).toEqual({ pending: [], unknown: [later] });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `A newer release of Latchkey has used this database (${later}). Start that release, or restore the backup from before it.\n`,
    );
  });
});
