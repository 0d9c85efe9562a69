import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether applications may create trials of a product, and how long one is valid. */
export const up: Migration['up'] = async (db) => {
  await sql`alter table products add column allow_trial integer default 0 not null`.execute(db);
  await sql`alter table products add column trial_days integer default 30 not null`.execute(db);
};
