import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Request files of devices without a network: whether a license allows them, and the answers that were given. */
export const up: Migration['up'] = async (db) => {
  for (const statement of [
    'alter table licenses add column allow_offline_activation integer default 1 not null',
    'alter table devices add column offline_requested_at bigint',
    'alter table devices add column offline_schema integer',
    `create table offline_requests (
  id text primary key,
  fingerprint text not null,
  reply text,
  expires_at bigint not null
)`,
    'create index offline_requests_expiry on offline_requests (expires_at)',
  ]) {
    await sql.raw(statement).execute(db);
  }
};
