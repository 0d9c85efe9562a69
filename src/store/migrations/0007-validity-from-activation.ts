import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Days for which a license is valid from its first activation. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table licenses add column valid_days integer`.execute(db);
};
