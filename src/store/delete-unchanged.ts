import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type WithRevision = 'products' | 'customer_accounts' | 'customers' | 'license_users';

/**
 * Deletes a row, unless it has changed since it was read.
 * @returns whether it was deleted
 */
export async function deleteUnchanged(
  db: Kysely<Schema>,
  table: WithRevision,
  { id, revision }: { readonly id: number; readonly revision: number },
): Promise<boolean> {
  // All these tables have the columns `id` and `revision` of `products`.
  const { numDeletedRows } = await db
    .deleteFrom(table as 'products')
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
