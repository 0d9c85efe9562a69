import { type RawBuilder, sql } from 'kysely';

/** Tables that the search covers. */
export type Searched =
  | 'products'
  | 'bundles'
  | 'customer_accounts'
  | 'customers'
  | 'licenses'
  | 'license_users'
  | 'devices'
  | 'api_keys'
  | 'oauth_clients';

// The indexes have these expressions and columns, so each change needs a migration.

/** Columns that are found by any part of their text, as an SQL expression for both databases. */
const words: Partial<Record<Searched, string>> = {
  products: "code || '\n' || name",
  bundles: "code || '\n' || name",
  customer_accounts: "code || '\n' || name",
  customers:
    "email || '\n' || company_name || '\n' || first_name || ' ' || last_name || '\n' || reference",
  license_users: "email || '\n' || first_name || ' ' || last_name",
  api_keys: "name || '\n' || api_key",
  oauth_clients: "name || '\n' || client_id",
};

/** Columns that are found by their beginning only. Keys are random: an index of their parts would be larger than the keys. */
export const beginnings: Partial<Record<Searched, readonly string[]>> = {
  licenses: ['license_key', 'order_store_id'],
  devices: ['hardware_id'],
};

/** A text with ASCII letters in lower case, as the indexes of `beginnings` have it. */
export function lowered(text: RawBuilder<unknown>, isPostgres: boolean): RawBuilder<unknown> {
  return isPostgres ? sql`lower(${text} collate "C")` : sql`lower(${text})`;
}

/** The host name of a device, from its JSON. A regular expression on PostgreSQL, as its JSON functions refuse `\u0000`. */
const hostname = {
  sqlite: "coalesce(case when json_valid(fields) then json_extract(fields, '$.hostname') end, '')",
  postgres: `coalesce(substring(fields from '"hostname":"((?:[^"\\\\]|\\\\.)*)"'), '')`,
};

/** The expression that a table is searched by, by any part; undefined when it has none. */
export function wordsOf(table: Searched, isPostgres: boolean): string | undefined {
  return table === 'devices' ? hostname[isPostgres ? 'postgres' : 'sqlite'] : words[table];
}

/** SQLite's full-text table of a table. */
export function searchTable(table: Searched): string {
  return `search_${table}`;
}
