import type { Kysely } from 'kysely';
import { type Product, productFields } from '../../rules/product.ts';
import { fromColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import { revisedTable, type Seen } from '../revised-table.ts';
import type { Schema } from '../schema.ts';

export function productStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'products', productFields);

  return {
    ...table,

    /** Deletes a product without licenses, with its policies. @returns false when it has changed since it was read */
    delete: async (product: Seen): Promise<boolean> => {
      await db.deleteFrom('license_policies').where('product_id', '=', product.id).execute();
      return table.delete(product);
    },

    findByCode: (code: string) => table.findBy('code', code),

    /** Finds products by their ids. @returns them by id */
    async findMany(ids: readonly number[]): Promise<ReadonlyMap<number, Product>> {
      const rows = await lookUp(db, 'products', ids);
      return new Map(
        [...rows].map(([id, row]) => [id, { id, ...fromColumns(productFields, row) }]),
      );
    },

    async isEmpty(): Promise<boolean> {
      const row = await db.selectFrom('products').select('id').limit(1).executeTakeFirst();
      return row === undefined;
    },

    /** True when licenses, features, versions, bundles, API keys or OAuth clients refer to the product, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      for (const table of [
        'licenses',
        'versions',
        'product_features',
        'bundle_products',
        'api_key_products',
        'oauth_client_products',
      ] as const) {
        const row = await db
          .selectFrom(table)
          .select('product_id')
          .where('product_id', '=', id)
          .limit(1)
          .executeTakeFirst();
        if (row !== undefined) return true;
      }
      return false;
    },
  };
}
