import { type Kysely, PostgresAdapter } from 'kysely';

/** Whether a database that is open is one of PostgreSQL's, else of SQLite's. */
export function isOnPostgres<Tables>(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
