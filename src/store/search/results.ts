import type { Searched } from './searched-columns.ts';

export type SearchKind =
  | 'license_user'
  | 'customer'
  | 'customer_account'
  | 'license'
  | 'device'
  | 'product'
  | 'bundle'
  | 'api_key'
  | 'oauth_client';

/** A search result: its name, and a text that tells it from others with that name. */
export interface Match {
  readonly kind: SearchKind;
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Of a device, its license; else null. */
  readonly licenseId: number | null;
}

interface ResultColumns {
  readonly table: Searched;
  /** SQL for `name`, `description` and `license_id`. */
  readonly columns: string;
}

const columns = (name: string, description: string, licenseId = 'null') =>
  `${name} as name, ${description} as description, ${licenseId} as license_id`;
const person = "trim(first_name || ' ' || last_name)";

/** The columns of each kind of result, in the order of the response. */
export const resultColumns: Readonly<Record<SearchKind, ResultColumns>> = {
  license_user: { table: 'license_users', columns: columns('email', person) },
  customer: {
    table: 'customers',
    columns: columns('email', `coalesce(nullif(company_name, ''), ${person})`),
  },
  customer_account: { table: 'customer_accounts', columns: columns('code', 'name') },
  license: {
    table: 'licenses',
    columns: columns('coalesce(license_key, order_store_id)', 'order_store_id'),
  },
  device: {
    table: 'devices',
    columns: columns('hardware_id', 'fields', 'license_id'),
  },
  product: { table: 'products', columns: columns('code', 'name') },
  bundle: { table: 'bundles', columns: columns('code', 'name') },
  api_key: { table: 'api_keys', columns: columns('name', 'api_key') },
  oauth_client: { table: 'oauth_clients', columns: columns('name', 'client_id') },
};

export function toMatch(
  kind: SearchKind,
  row: { id: number; name: string; description: string; license_id: number | null },
): Match {
  const { id, name, license_id: licenseId } = row;
  const description = kind === 'device' ? hostnameIn(row.description) : row.description;
  return { kind, id, name, description, licenseId };
}

function hostnameIn(fields: string): string {
  const { hostname } = JSON.parse(fields) as { hostname?: unknown };
  return typeof hostname === 'string' ? hostname : '';
}
