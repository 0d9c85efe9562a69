import type { Kysely } from 'kysely';
import { type Bundle, bundleFields } from '../../rules/bundle.ts';
import { type Page, type PageRequest, type Filter } from '../pages.ts';
import { revisedTable, type Seen } from '../revised-table.ts';
import type { Schema } from '../schema.ts';
import type { Stored } from '../stored.ts';

/** Bundles, with the products that they consist of. */
export function bundleStore(db: Kysely<Schema>) {
  const table = revisedTable(db, 'bundles', bundleFields);

  return {
    find: async (id: number): Promise<Stored<Bundle> | undefined> =>
      withProducts(await table.find(id)),

    findByCode: async (code: string): Promise<Stored<Bundle> | undefined> =>
      withProducts(await table.findBy('code', code)),

    async list(filter: Filter<'bundles'>, page: PageRequest): Promise<Page<Stored<Bundle>>> {
      const found = await table.list(filter, page);
      const products = await productsOf(found.items.map(({ id }) => id));
      const items = found.items.map((one) => ({ ...one, product_ids: products.get(one.id) ?? [] }));
      return { ...found, items };
    },

    async create(bundle: Bundle, now: Date): Promise<Stored<Bundle>> {
      const stored = await table.create(bundle, now);
      return { ...stored, product_ids: await addProducts(bundle) };
    },

    /** @returns undefined when the bundle has changed since it was read */
    async update(bundle: Bundle & Seen, now: Date): Promise<Stored<Bundle> | undefined> {
      const stored = await table.update(bundle, now);
      if (stored === undefined) return undefined;
      await deleteProducts(bundle.id);
      return { ...stored, product_ids: await addProducts(bundle) };
    },

    /** @returns false when the bundle has changed since it was read: then it is not deleted */
    async delete(bundle: Seen): Promise<boolean> {
      await deleteProducts(bundle.id);
      return table.delete(bundle);
    },

    /** True when there are licenses of the bundle, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      const row = await db
        .selectFrom('bundle_licenses')
        .select('id')
        .where('bundle_id', '=', id)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };

  async function withProducts<Found extends { readonly id: number }>(found: Found | undefined) {
    if (found === undefined) return undefined;
    const products = await productsOf([found.id]);
    return { ...found, product_ids: products.get(found.id) ?? [] };
  }

  /** The ids of the products of bundles, in the order of the ids. */
  async function productsOf(ids: readonly number[]): Promise<Map<number, number[]>> {
    const products = new Map<number, number[]>();
    if (ids.length === 0) return products;
    const rows = await db
      .selectFrom('bundle_products')
      .select(['bundle_id', 'product_id'])
      .where('bundle_id', 'in', ids)
      .orderBy('product_id')
      .execute();
    for (const { bundle_id: id, product_id: productId } of rows) {
      products.set(id, [...(products.get(id) ?? []), productId]);
    }
    return products;
  }

  async function deleteProducts(id: number): Promise<void> {
    await db.deleteFrom('bundle_products').where('bundle_id', '=', id).execute();
  }

  /** @returns the ids of the products, in their order */
  async function addProducts({ id, product_ids: productIds }: Bundle): Promise<number[]> {
    const rows = productIds.map((product_id) => ({ bundle_id: id, product_id }));
    await db.insertInto('bundle_products').values(rows).execute();
    return [...productIds].sort((a, b) => a - b);
  }
}
