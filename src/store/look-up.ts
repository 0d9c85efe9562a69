import type { Kysely, Selectable } from 'kysely';
import type { Schema } from './schema.ts';

type Named = 'products' | 'customer_accounts' | 'customers' | 'license_users';

/** The rows with these ids, for what a page names: one query, however many there are. */
export async function lookUp<Table extends Named>(
  db: Kysely<Schema>,
  table: Table,
  ids: readonly (number | null)[],
): Promise<Map<number, Selectable<Schema[Table]>>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  // Every named table has the id of `products`.
  const found: unknown = await db
    .selectFrom(table as 'products')
    .selectAll()
    .where('id', 'in', wanted)
    .execute();
  const rows = found as (Selectable<Schema[Table]> & { id: number })[];
  return new Map(rows.map((row) => [row.id, row]));
}
