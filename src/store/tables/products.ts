import type { Kysely, Selectable } from 'kysely';
import type { Product } from '../../rules/product.ts';
import { deleteUnchanged } from '../delete-unchanged.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface ProductFilter {
  readonly code?: string | undefined;
  readonly authorizationMethod?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

export function productStore(db: Kysely<Schema>) {
  return {
    async findByCode(code: string): Promise<Stored<Product> | undefined> {
      const row = await db
        .selectFrom('products')
        .selectAll()
        .where('code', '=', code)
        .executeTakeFirst();
      return row && toProduct(row);
    },

    async find(id: number): Promise<Stored<Product> | undefined> {
      const row = await db
        .selectFrom('products')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toProduct(row);
    },

    async list(filter: ProductFilter, page: PageRequest): Promise<Page<Stored<Product>>> {
      const { authorizationMethod, ...same } = filter;
      const values = { ...same, authorization_method: authorizationMethod };
      const found = await readPage(db, 'products', (eb) => equal(eb, values), page);
      return { ...found, items: found.items.map(toProduct) };
    },

    async isEmpty(): Promise<boolean> {
      const row = await db.selectFrom('products').select('id').limit(1).executeTakeFirst();
      return row === undefined;
    },

    async create(product: Product, now: Date): Promise<Stored<Product>> {
      const row = await db
        .insertInto('products')
        .values({
          id: product.id,
          code: product.code,
          name: product.name,
          authorization_method: product.authorizationMethod,
          enabled: Number(product.enabled),
          archived: Number(product.archived),
          prevent_vm: Number(product.preventVm),
          metadata: JSON.stringify(product.metadata),
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toProduct(row);
    },

    /**
     * Stores a changed product.
     * @param product with the revision that it had when it was read
     * @returns the stored product; undefined when it has changed since it was read
     */
    async update(product: Stored<Product>, now: Date): Promise<Stored<Product> | undefined> {
      const row = await db
        .updateTable('products')
        .set({
          name: product.name,
          enabled: Number(product.enabled),
          archived: Number(product.archived),
          prevent_vm: Number(product.preventVm),
          metadata: JSON.stringify(product.metadata),
          revision: product.revision + 1,
          updated_at: now.getTime(),
        })
        .where('id', '=', product.id)
        .where('revision', '=', product.revision)
        .returningAll()
        .executeTakeFirst();
      return row && toProduct(row);
    },

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

    /** Deletes a product that is not in use. @returns false when it has changed since it was read */
    delete: (product: Stored<Product>): Promise<boolean> =>
      deleteUnchanged(db, 'products', product),
  };
}

function toProduct(row: Selectable<Schema['products']>): Stored<Product> {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    authorizationMethod: row.authorization_method as Product['authorizationMethod'],
    enabled: row.enabled === 1,
    archived: row.archived === 1,
    preventVm: row.prevent_vm === 1,
    metadata: JSON.parse(row.metadata) as Record<string, unknown>,
    ...storedFields(row),
  };
}
