import type { Kysely, Selectable } from 'kysely';
import type { Product } from '../products/product.ts';
import type { Schema } from './schema.ts';

export function productStore(db: Kysely<Schema>) {
  return {
    async findByCode(code: string): Promise<Product | undefined> {
      const row = await db
        .selectFrom('products')
        .selectAll()
        .where('code', '=', code)
        .executeTakeFirst();
      return row && toProduct(row);
    },

    async isEmpty(): Promise<boolean> {
      const row = await db.selectFrom('products').select('id').limit(1).executeTakeFirst();
      return row === undefined;
    },

    async create(product: Product, now: Date): Promise<void> {
      await db
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
        })
        .execute();
    },

    async setState(id: number, state: { enabled: boolean; archived: boolean }): Promise<void> {
      await db
        .updateTable('products')
        .set({ enabled: Number(state.enabled), archived: Number(state.archived) })
        .where('id', '=', id)
        .execute();
    },
  };
}

function toProduct(row: Selectable<Schema['products']>): Product {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    authorizationMethod: row.authorization_method as Product['authorizationMethod'],
    enabled: row.enabled === 1,
    archived: row.archived === 1,
    preventVm: row.prevent_vm === 1,
    metadata: JSON.parse(row.metadata) as Record<string, unknown>,
  };
}
