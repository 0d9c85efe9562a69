import type { Kysely } from 'kysely';
import { type Product, productFields } from '../../rules/product.ts';
import { equal, type Page, type PageRequest } from '../pages.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

/** Filters; undefined means any. */
export interface ProductFilter {
  readonly code?: string | undefined;
  readonly authorization_method?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

export function productStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'products', productFields);

  return {
    find: (id: number): Promise<Stored<Product> | undefined> => table.find('id', id),

    findByCode: (code: string): Promise<Stored<Product> | undefined> => table.find('code', code),

    list: (filter: ProductFilter, page: PageRequest): Promise<Page<Stored<Product>>> =>
      table.list((eb) => equal(eb, filter), page),

    async isEmpty(): Promise<boolean> {
      const row = await db.selectFrom('products').select('id').limit(1).executeTakeFirst();
      return row === undefined;
    },

    create: table.create,

    update: table.update,

    /** True when licenses or API keys refer to the product, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      for (const table of ['licenses', 'api_key_products'] as const) {
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

    delete: table.delete,
  };
}
