import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Bundles of products, and licenses of bundles. A license of a bundle has one member license for each product, and the
 * key of all of them; `license_key` of the members is null.
 */
export const up: Migration['up'] = async (db) => {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
};

const STATEMENTS = [
  `create table bundles (
    id bigint primary key,
    code text not null unique,
    name text not null,
    authorization_method text not null,
    enabled integer not null,
    archived integer not null,
    metadata text not null,
    created_at bigint not null,
    revision integer default 1 not null,
    updated_at bigint not null
  )`,
  'create index bundles_newest on bundles (created_at, id)',
  `create table bundle_products (
    bundle_id bigint not null references bundles (id),
    product_id bigint not null references products (id),
    constraint bundle_products_pk primary key (bundle_id, product_id)
  )`,
  'create index bundle_products_product on bundle_products (product_id)',
  `create table bundle_licenses (
    id bigint primary key,
    bundle_id bigint not null references bundles (id),
    license_key text unique,
    created_at bigint not null,
    revision integer default 1 not null,
    updated_at bigint not null
  )`,
  'create index bundle_licenses_newest on bundle_licenses (created_at, id)',
  'create index bundle_licenses_bundle on bundle_licenses (bundle_id, created_at, id)',
  'alter table licenses add column bundle_license_id bigint references bundle_licenses (id)',
  'create unique index licenses_bundle on licenses (bundle_license_id, product_id)',
];
