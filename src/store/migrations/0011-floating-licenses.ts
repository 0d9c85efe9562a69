import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Licenses and features whose devices share slots, and the slots that devices hold. */
export const up: Migration['up'] = async (db) => {
  for (const column of [
    'floating integer default 0 not null',
    'floating_users integer',
    'floating_timeout integer',
    'can_borrow integer default 0 not null',
    'max_borrow_time integer default 168 not null',
  ]) {
    await sql`alter table licenses add column ${sql.raw(column)}`.execute(db);
  }
  for (const column of [
    'floating integer default 0 not null',
    'floating_users integer',
    'floating_timeout integer',
  ]) {
    await sql`alter table license_features add column ${sql.raw(column)}`.execute(db);
  }
  for (const statement of [
    'alter table products add column floating_timeout integer default 120 not null',
    `create table slots (
      id bigint primary key,
      license_id bigint not null references licenses (id),
      license_feature_id bigint default 0 not null,
      device_id bigint not null references devices (id),
      held_until bigint not null,
      borrowed_until bigint,
      created_at bigint not null,
      constraint slots_device unique (device_id, license_feature_id)
    )`,
    'create index slots_held on slots (license_id, license_feature_id, held_until)',
    'create index slots_newest on slots (license_id, created_at, id)',
  ]) {
    await sql.raw(statement).execute(db);
  }
};
