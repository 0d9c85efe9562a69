import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Revised = 'products' | 'customer_accounts' | 'customers' | 'license_users';

/**
 * Deletes a row as it was seen.
 * @returns whether it was still so; where somebody has changed it meanwhile, it stays
 */
export async function deleteSeen(
  db: Kysely<Schema>,
  table: Revised,
  { id, revision }: { readonly id: number; readonly revision: number },
): Promise<boolean> {
  // Every one of them has the id and the revision of `products`.
  const { numDeletedRows } = await db
    .deleteFrom(table as 'products')
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
