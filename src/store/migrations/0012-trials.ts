import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Whether applications may create trials of a product, how long one is valid, whom a trial was created for, and which
 * users came by one.
 */
export const up: Migration['up'] = async (db) => {
  await sql`alter table products add column allow_trial integer default 0 not null`.execute(db);
  await sql`alter table products add column trial_days integer default 30 not null`.execute(db);
  await sql`alter table licenses add column trial_holder text`.execute(db);
  await sql`create unique index licenses_trial_holder on licenses (product_id, trial_holder)
    where trial_holder is not null`.execute(db);
  await sql`alter table license_users add column self_registered integer default 0 not null`.execute(
    db,
  );
};
