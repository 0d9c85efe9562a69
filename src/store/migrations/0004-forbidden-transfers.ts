import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether a seat that was given back may go to another device. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table licenses add column allow_transfers integer default 1 not null`.execute(db);
};
