import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** OAuth clients, which get access tokens for the License API. A client is deleted with what it is for. */
export const up: Migration['up'] = async (db) => {
  for (const statement of [
    `create table oauth_clients (
  id bigint primary key,
  name text not null,
  client_id text not null unique,
  scope text not null,
  customer_account_id bigint references customer_accounts (id) on delete cascade,
  customer_id bigint references customers (id) on delete cascade,
  license_id bigint references licenses (id) on delete cascade,
  read_only integer not null,
  limited integer not null,
  revoked_at bigint,
  created_at bigint not null,
  revision integer default 1 not null,
  updated_at bigint not null
)`,
    'create index oauth_clients_newest on oauth_clients (created_at, id)',
    // For the deletion of what they are for.
    'create index oauth_clients_account on oauth_clients (customer_account_id)',
    'create index oauth_clients_customer on oauth_clients (customer_id)',
    'create index oauth_clients_license on oauth_clients (license_id)',
    `create table oauth_client_products (
  oauth_client_id bigint not null references oauth_clients (id) on delete cascade,
  product_id bigint not null references products (id),
  constraint oauth_client_products_pk primary key (oauth_client_id, product_id)
)`,
    'create index oauth_client_products_product on oauth_client_products (product_id)',
    `create table oauth_client_secrets (
  oauth_client_id bigint not null references oauth_clients (id) on delete cascade,
  generation integer not null,
  secret text not null,
  created_at bigint not null,
  expires_at bigint,
  constraint oauth_client_secrets_pk primary key (oauth_client_id, generation)
)`,
  ]) {
    await sql.raw(statement).execute(db);
  }
};
