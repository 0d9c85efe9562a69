import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { keyIdOf, type Sealing } from '../../security/sealing.ts';
import type { Schema } from '../schema.ts';

const place = { table: 'secret_key_check', column: 'sealed', row: 1 };

/** The database was sealed with another secret key. */
export class SecretKeyError extends Error {
  constructor(needed: string, present: string) {
    super(
      `The database is sealed with the secret key ${needed}; the one given is ${present}.\n` +
        `Set LATCHKEY_SECRET_KEY to the key that was in use. Where it was never set, that key is the file ` +
        `secret-key in the data directory: put it back from your backup.\n` +
        'To change it to another, take the steps that `latchkey keys reseal --help` says.',
    );
    this.name = 'SecretKeyError';
  }
}

/**
 * Checks the secret key against the database. A new database is sealed with it. Without this check, a wrong key would
 * show only when somebody signs in.
 * @throws SecretKeyError
 */
export async function checkSecretKey(db: Kysely<Schema>, sealing: Sealing): Promise<void> {
  await db
    .insertInto('secret_key_check')
    .values({ id: place.row, sealed: sealing.seal('latchkey', place) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await assertSecretKey(db, sealing);
}

/**
 * Checks the secret key against the database. A database that was never opened accepts any key.
 * @throws SecretKeyError
 */
export async function assertSecretKey(db: Kysely<Schema>, sealing: Sealing): Promise<void> {
  const row = await db.selectFrom('secret_key_check').select('sealed').executeTakeFirst();
  if (row === undefined) return;
  try {
    sealing.open(row.sealed, place);
  } catch {
    throw new SecretKeyError(keyIdOf(row.sealed) ?? 'of another release', sealing.keyId);
  }
}

/** True when a SQLite file was opened with a secret key before. A file that was only inspected has no tables yet. */
export function isSealed(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const table = database
      .prepare("select 1 from sqlite_schema where name = 'secret_key_check'")
      .get();
    if (table === undefined) return false;
    return database.prepare('select 1 from secret_key_check').get() !== undefined;
  } finally {
    database.close();
  }
}
