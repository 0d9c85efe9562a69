import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The counter of a license of the type consumption, and its limits. */
export const up: Migration['up'] = async (db) => {
  for (const column of [
    'max_consumptions bigint',
    'allow_negative_consumptions integer default 0 not null',
    'allow_overages integer default 0 not null',
    'max_overages bigint default 0 not null',
    'consumption_period text',
    'total_consumptions bigint default 0 not null',
    'counted_at bigint',
  ]) {
    await sql`alter table licenses add column ${sql.raw(column)}`.execute(db);
  }
};
