import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import { makeWordIndex } from './0001-search.ts';

// As in search/searched-columns.ts when this migration was released.
const words = {
  bundles: "code || '\n' || name",
  oauth_clients: "name || '\n' || client_id",
};

/** Bundles and OAuth clients are found by any part of their names. */
export const up: Migration['up'] = async (db) => {
  for (const [table, expression] of Object.entries(words)) {
    await makeWordIndex(db, table, expression);
    if (isOnPostgres(db)) continue;
    // A full-text table of SQLite begins empty.
    await sql`insert into ${sql.table(`search_${table}`)} (rowid, words)
      select id, ${sql.raw(expression)} from ${sql.table(table)}`.execute(db);
  }
};
