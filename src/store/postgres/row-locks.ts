import { type Kysely, sql } from 'kysely';
import { isOnPostgres } from './is-on-postgres.ts';
import type { Schema } from '../schema.ts';

/**
 * True when a transaction must lock the rows that it reads before it decides by them. On SQLite it need not, as no other
 * process writes during a transaction. Lock first and read in a second statement: a statement that had to wait for a lock
 * has read old values.
 */
export function needsRowLocks(db: Kysely<Schema>): boolean {
  return db.isTransaction && isOnPostgres(db);
}

/**
 * Keeps a name that several tables share for a transaction, until it ends. Others that want the same name wait. Call it
 * before the tables are read: no constraint spans two of them.
 */
export async function lockName(db: Kysely<Schema>, name: string): Promise<void> {
  if (needsRowLocks(db)) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
  }
}
