import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When each variable of a device was first stored. Of variables from before this migration, that is not known. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table devices add column variable_times text default '{}' not null`.execute(db);
};
