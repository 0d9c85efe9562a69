import { CompiledQuery } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The versions of products, and the installation files that are in the data folder. */
const statements = `
create table uploads (
  id bigint primary key,
  state text not null,
  filename text not null,
  size bigint not null,
  hash_md5 text not null,
  hash_sha256 text not null,
  created_at bigint not null
);
create index uploads_state on uploads (state, created_at);

create table versions (
  id bigint primary key,
  product_id bigint not null references products (id),
  version text not null,
  sort_key text not null,
  environment text not null,
  channel text not null,
  release_date bigint not null,
  enabled integer not null,
  requires_version text not null,
  eula_link text not null,
  release_notes_link text not null,
  url text,
  upload_id bigint unique references uploads (id),
  filename text,
  size bigint,
  hash_md5 text,
  hash_sha256 text,
  created_at bigint not null,
  revision integer default 1 not null,
  updated_at bigint default 0 not null,
  constraint versions_name unique (product_id, version, environment, channel)
);
create index versions_newest on versions (created_at, id);
create index versions_order on versions (product_id, sort_key)
`;

export const up: Migration['up'] = async (db) => {
  for (const statement of statements.split(';')) {
    await db.executeQuery(CompiledQuery.raw(statement));
  }
};
