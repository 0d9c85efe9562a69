import type { Kysely, Selectable } from 'kysely';
import type { Schema } from './schema.ts';

type WithId =
  | 'products'
  | 'bundles'
  | 'bundle_licenses'
  | 'customer_accounts'
  | 'customers'
  | 'devices'
  | 'license_users';

/** Reads the rows with these ids in one query. @returns the rows by id */
export async function lookUp<Table extends WithId>(
  db: Kysely<Schema>,
  table: Table,
  ids: readonly (number | null)[],
): Promise<Map<number, Selectable<Schema[Table]>>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  // All these tables have the column `id` of `products`.
  const found: unknown = await db
    .selectFrom(table as 'products')
    .selectAll()
    .where('id', 'in', wanted)
    .execute();
  const rows = found as (Selectable<Schema[Table]> & { id: number })[];
  return new Map(rows.map((row) => [row.id, row]));
}
