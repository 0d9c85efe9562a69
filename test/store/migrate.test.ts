import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newSecretKey } from '../../src/security/secret-key.ts';
import { MigrationError } from '../../src/store/migrate.ts';
import { checkMigrations, openStore } from '../../src/store/store.ts';
import { createDatabase, openSession, type TestDatabase } from '../support/database.ts';
import { start } from '../support/run.ts';
import { sealingWith } from '../support/sealing.ts';
import { freePort } from '../support/server-process.ts';

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

describe('the tables of a database', () => {
  it('are all to be made in an empty one, and none once it was opened', async () => {
    const before = await checkMigrations(database.database);
    expect(before.pending[0]).toBe('0001-first');
    expect(before.unknown).toEqual([]);
    const store = await openStore(database.database, { sealing });
    expect(await store.migrationStatus()).toEqual({ pending: [], unknown: [] });
    await store.close();
    expect(await checkMigrations(database.database)).toEqual({ pending: [], unknown: [] });
  });

  it('are made once where five processes open it at the same time', async () => {
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
      expect(stderr).toMatch(/^(There was no database: .* is a new one\.\n)?$/);
    }
    const used = settings.LATCHKEY_DATABASE_URL || join(dataDir, 'latchkey.db');
    expect(await checkMigrations(used)).toEqual({ pending: [], unknown: [] });
    await rm(dataDir, { recursive: true });
  });

  it('are as they were where a migration fails', async () => {
    // In the way of a table that is made late.
    await query('create table records (id integer)');
    await expect(openAndClose()).rejects.toThrow(MigrationError);
    await expect(query('select * from products')).rejects.toThrow(/products/);
    await query('drop table records');
    await openAndClose();
  });

  it('are left alone where a newer release has used them', async () => {
    await openAndClose();
    const later = '9999-from-the-future';
    await query(`insert into kysely_migration values ('${later}', '2099-01-01T00:00:00.000Z')`);
    await expect(openAndClose()).rejects.toThrow(MigrationError);
    expect(await checkMigrations(database.database)).toEqual({ pending: [], unknown: [later] });
  });

  it('of a newer release are refused by the server in plain words', async () => {
    await openAndClose();
    const later = '9999-from-the-future';
    await query(`insert into kysely_migration values ('${later}', '2099-01-01T00:00:00.000Z')`);
    const url = database.database;
    const settings = url.includes('://')
      ? { LATCHKEY_DATABASE_URL: url, LATCHKEY_DATA_DIR: join(tmpdir(), randomUUID()) }
      : { LATCHKEY_DATA_DIR: join(url, '..') };
    const { code, stderr } = await start(process.execPath, ['src/server.ts'], {
      PORT: String(await freePort()),
      LATCHKEY_SECRET_KEY: secretKey,
      ...settings,
    }).finished;
    if ('LATCHKEY_DATABASE_URL' in settings) {
      await rm(settings.LATCHKEY_DATA_DIR, { recursive: true });
    }
    expect(code).toBe(1);
    expect(stderr).toBe(
      `A newer release of Latchkey has used this database (${later}). Start that release, or restore the backup from before it.\n`,
    );
  });
});
