import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Named sets of license terms of a product. */
export const up: Migration['up'] = async (db) => {
  await sql`create table license_policies (
      id bigint primary key,
      product_id bigint not null references products (id),
      code text not null,
      name text not null,
      default_for_trials integer not null,
      terms text not null,
      created_at bigint not null,
      revision integer default 1 not null,
      updated_at bigint not null,
      constraint license_policies_product_code unique (product_id, code)
    )`.execute(db);
  await sql`create index license_policies_newest on license_policies (created_at, id)`.execute(db);
  await sql`create unique index license_policies_default_for_trials on license_policies (product_id)
    where default_for_trials = 1`.execute(db);
};
