import type { Kysely } from 'kysely';
import { isOnPostgres } from './is-on-postgres.ts';
import type { Schema } from '../schema.ts';

/**
 * Whether rows that a transaction reads must be locked to stay as they are. On SQLite nobody else writes during a
 * transaction; elsewhere a transaction that decides by what it reads locks that first, and reads it then: what a
 * statement had read before it waited for a lock is old.
 */
export function needsRowLocks(db: Kysely<Schema>): boolean {
  return db.isTransaction && isOnPostgres(db);
}
