import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Products whose applications may change the overages of a license. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table products add column clients_set_overages integer default 0 not null`.execute(
    db,
  );
};
