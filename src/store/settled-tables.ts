import type { SettledRows } from './settled-rows.ts';
import type { Tables } from './tables.ts';

/**
 * The tables that the kept rows are read from, with the column that counts where it is not all of them. The migration
 * 0021-settled-changes.ts has the database count their changes.
 */
export const settledTables: ReadonlyMap<string, string | undefined> = new Map([
  ['api_keys', undefined],
  ['api_key_products', undefined],
  ['bundles', undefined],
  ['bundle_products', undefined],
  ['connections', undefined],
  ['customer_accounts', undefined],
  // An account is a part of the scope of an OAuth client.
  ['customers', 'customer_account_id'],
  ['licenses', 'customer_id'],
  ['oauth_clients', undefined],
  ['oauth_client_products', undefined],
  ['oauth_client_secrets', undefined],
  ['products', undefined],
  ['redirect_uris', undefined],
]);

/** True for a statement of Kysely that may change a settled row, and for statements that it has not built. */
export function changesSettled(text: string): boolean {
  const table = /^(?:insert into|update|delete from) "(\w+)"/.exec(text)?.[1];
  if (table === undefined) return !/^\s*(select|begin|commit|rollback)\b/.test(text);
  if (!settledTables.has(table)) return false;
  const column = settledTables.get(table);
  return column === undefined || text.includes(`"${column}" = `);
}

/**
 * Has the rows kept that nearly every request of an application reads. The Admin API finds rows by their ID, which are not
 * kept: whoever has changed one reads it from another server at once. These functions read from `settledTables` only.
 */
export function keepSettled(tables: Tables, rows: SettledRows): Tables {
  const { apiKeys, bundles, customerAccounts, oauthClients, products } = tables;
  return {
    ...tables,
    apiKeys: { ...apiKeys, findByKey: rows.keep((key: string) => apiKeys.findByKey(key)) },
    bundles: { ...bundles, findByCode: rows.keep((code: string) => bundles.findByCode(code)) },
    customerAccounts: {
      ...customerAccounts,
      findByCode: rows.keep((code: string) => customerAccounts.findByCode(code)),
    },
    oauthClients: {
      ...oauthClients,
      findByClientId: rows.keep((id: string) => oauthClients.findByClientId(id)),
    },
    products: { ...products, findByCode: rows.keep((code: string) => products.findByCode(code)) },
  };
}
