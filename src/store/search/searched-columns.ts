/** The tables that are searched. */
export type Searched =
  | 'products'
  | 'customer_accounts'
  | 'customers'
  | 'licenses'
  | 'license_users'
  | 'devices'
  | 'api_keys';

/**
 * What is found by any part of it: an expression of SQL that both databases understand. Its index is made of the same
 * expression: a change needs a migration.
 */
export const words: Partial<Record<Searched, string>> = {
  products: "code || '\n' || name",
  customer_accounts: "code || '\n' || name",
  customers:
    "email || '\n' || company_name || '\n' || first_name || ' ' || last_name || '\n' || reference",
  license_users: "email || '\n' || first_name || ' ' || last_name",
  api_keys: "name || '\n' || api_key",
};

/** What is found by its beginning: keys are chance, and an index of all their parts would be larger than they are. */
export const beginnings: Partial<Record<Searched, readonly string[]>> = {
  licenses: ['license_key', 'order_store_id'],
  devices: ['hardware_id'],
};

/** What a device calls itself stands in its fields, which are JSON. PostgreSQL reads no JSON with every escape. */
export const hostname = {
  sqlite: "coalesce(case when json_valid(fields) then json_extract(fields, '$.hostname') end, '')",
  postgres: `coalesce(substring(fields from '"hostname":"((?:[^"\\\\]|\\\\.)*)"'), '')`,
};

/** The expression that is searched by its parts, where there is one. */
export function wordsOf(table: Searched, isPostgres: boolean): string | undefined {
  return table === 'devices' ? hostname[isPostgres ? 'postgres' : 'sqlite'] : words[table];
}

/** Where SQLite keeps the parts of those. */
export function searchTable(table: Searched): string {
  return `search_${table}`;
}
