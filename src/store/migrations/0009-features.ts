import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The features of products, and those of licenses, with their terms and counters. */
const statements = [
  `create table product_features (
    id bigint primary key,
    product_id bigint not null references products (id),
    code text not null,
    name text not null,
    feature_type text not null,
    metadata text not null,
    created_at bigint not null,
    revision integer default 1 not null,
    updated_at bigint not null,
    constraint product_features_code unique (product_id, code)
  )`,
  'create index product_features_newest on product_features (created_at, id)',
  `create table license_features (
    id bigint primary key,
    license_id bigint not null references licenses (id),
    product_feature_id bigint not null references product_features (id),
    expires_at bigint,
    valid_days integer,
    max_consumptions bigint,
    allow_negative_consumptions integer not null,
    allow_overages integer not null,
    max_overages bigint not null,
    consumption_period text,
    total_consumptions bigint default 0 not null,
    counted_at bigint,
    constraint license_features_license unique (license_id, product_feature_id)
  )`,
  'create index license_features_feature on license_features (product_feature_id)',
];

export const up: Migration['up'] = async (db) => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
