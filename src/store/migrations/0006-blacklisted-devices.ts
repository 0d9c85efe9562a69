import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Devices that the vendor refuses. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table devices add column blacklisted integer default 0 not null`.execute(db);
};
