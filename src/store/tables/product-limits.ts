import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/** The tables of the products that credentials are limited to, with the column of the credential. */
const tables = {
  api_key_products: 'api_key_id',
  oauth_client_products: 'oauth_client_id',
} as const;

/** Reads and stores the products that API keys or OAuth clients are limited to. */
export function productLimits(db: Kysely<Schema>, name: keyof typeof tables) {
  // Both tables have two columns, which differ in the name of the credential.
  const table = name as 'api_key_products';
  const column = tables[name] as 'api_key_id';

  return {
    /** The IDs of the credentials that are limited to a product, as a sub-select. */
    limitedTo: (productId: number) =>
      db.selectFrom(table).select(column).where('product_id', '=', productId),

    /** @param productIds null for all products */
    async replace(id: number, productIds: readonly number[] | null): Promise<void> {
      await db.deleteFrom(table).where(column, '=', id).execute();
      const rows = productIds?.map((product_id) => ({ [column]: id, product_id })) ?? [];
      if (rows.length > 0) {
        await db.insertInto(table).values(rows).execute();
      }
    },

    /** @returns the IDs of the products that each credential is limited to, by its ID */
    async of(ids: readonly number[]): Promise<Map<number, number[]>> {
      const found = new Map<number, number[]>();
      if (ids.length === 0) return found;
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where(column, 'in', ids)
        .orderBy('product_id')
        .execute();
      for (const row of rows) {
        const id = row[column];
        found.set(id, [...(found.get(id) ?? []), row.product_id]);
      }
      return found;
    },
  };
}
