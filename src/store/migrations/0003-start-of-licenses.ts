import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When devices of a license can first be activated. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table licenses add column starts_at bigint`.execute(db);
};
