import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const up: Migration['up'] = async (db: Kysely<unknown>) => {
  await sql`create table resellers (
      id bigint primary key,
      code text not null unique,
      name text not null,
      metadata text not null,
      created_at bigint not null,
      revision integer default 1 not null,
      updated_at bigint not null
    )`.execute(db);
  await sql`create index resellers_newest on resellers (created_at, id)`.execute(db);
};
