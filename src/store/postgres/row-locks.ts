import type { Kysely } from 'kysely';
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
