import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was counted of each license and feature, by day. */
const statements = [
  `create table consumption_days (
    id bigint primary key,
    license_id bigint not null references licenses (id),
    feature_code text not null,
    consumptions bigint not null,
    created_at bigint not null,
    constraint consumption_days_day unique (license_id, feature_code, created_at)
  )`,
  'create index consumption_days_newest on consumption_days (license_id, created_at, id)',
];

export const up: Migration['up'] = async (db) => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
