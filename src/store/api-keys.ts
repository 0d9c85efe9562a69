import type { Kysely } from 'kysely';
import type { ApiKey } from '../security/api-key.ts';
import type { Sealing } from '../security/sealing.ts';
import type { Schema } from './schema.ts';

const sharedKeyOf = (id: number) => ({ table: 'api_keys', column: 'shared_key', row: id });

export function apiKeyStore(db: Kysely<Schema>, sealing: Sealing) {
  return {
    async findByKey(apiKey: string): Promise<ApiKey | undefined> {
      const row = await db
        .selectFrom('api_keys')
        .selectAll()
        .where('api_key', '=', apiKey)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        apiKey: row.api_key,
        sharedKey: sealing.open(row.shared_key, sharedKeyOf(row.id)),
        readOnly: row.read_only === 1,
        revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at),
        productIds: row.limited === 1 ? await findProductIds(row.id) : null,
      };
    },

    async create(apiKey: ApiKey, now: Date): Promise<void> {
      await db
        .insertInto('api_keys')
        .values({
          id: apiKey.id,
          name: '',
          api_key: apiKey.apiKey,
          shared_key: sealing.seal(apiKey.sharedKey, sharedKeyOf(apiKey.id)),
          read_only: Number(apiKey.readOnly),
          limited: Number(apiKey.productIds !== null),
          revoked_at: apiKey.revokedAt?.getTime() ?? null,
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
      for (const productId of apiKey.productIds ?? []) {
        await db
          .insertInto('api_key_products')
          .values({ api_key_id: apiKey.id, product_id: productId })
          .execute();
      }
    },
  };

  async function findProductIds(apiKeyId: number): Promise<number[]> {
    const rows = await db
      .selectFrom('api_key_products')
      .select('product_id')
      .where('api_key_id', '=', apiKeyId)
      .execute();
    return rows.map((row) => row.product_id);
  }
}
