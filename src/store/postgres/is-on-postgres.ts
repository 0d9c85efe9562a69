import { type Kysely, PostgresAdapter } from 'kysely';

/** True for an open database of PostgreSQL, false for SQLite. */
export function isOnPostgres<Tables>(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
