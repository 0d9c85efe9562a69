import type { Kysely, Selectable } from 'kysely';
import type { ApiKey, ApiKeyOverview } from '../../rules/api-key.ts';
import type { Sealing } from '../../security/sealing.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';
import { productLimits } from './product-limits.ts';
import { type Stored, storedFields } from '../stored.ts';

/** Filters; undefined means any. */
export interface ApiKeyFilter {
  readonly name?: string | undefined;
  readonly revoked?: boolean | undefined;
  /** Only keys that are good for this product. */
  readonly product_id?: number | undefined;
}

type StoredKey = Stored<ApiKeyOverview>;
type Row = Selectable<Schema['api_keys']>;

const sharedKeyOf = (id: number) => ({ table: 'api_keys', column: 'shared_key', row: id });

export function apiKeyStore(db: Kysely<Schema>, sealing: Sealing) {
  const products = productLimits(db, 'api_key_products');

  return {
    /** Reads a key with its secret, to check a signature. One statement, so that key and products fit together. */
    async findByKey(apiKey: string): Promise<ApiKey | undefined> {
      const rows = await db
        .selectFrom('api_keys')
        .leftJoin('api_key_products', 'api_key_products.api_key_id', 'api_keys.id')
        .selectAll('api_keys')
        .select('api_key_products.product_id')
        .where('api_key', '=', apiKey)
        .orderBy('product_id')
        .execute();
      const [row] = rows;
      if (row === undefined) return undefined;
      const sharedKey = sealing.open(row.shared_key, sharedKeyOf(row.id));
      const productIds = rows.map((each) => each.product_id).filter((id) => id !== null);
      return { ...toKey(row, productIds), shared_key: sharedKey };
    },

    async find(id: number): Promise<StoredKey | undefined> {
      const row = await db
        .selectFrom('api_keys')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && one(row);
    },

    async list(filter: ApiKeyFilter, page: PageRequest): Promise<Page<StoredKey>> {
      const { name, revoked, product_id: productId } = filter;
      const found = await readPage(
        db,
        'api_keys',
        (eb) => [
          ...equal(eb, { name }),
          ...(revoked === undefined ? [] : [eb('revoked_at', revoked ? 'is not' : 'is', null)]),
          ...(productId === undefined
            ? []
            : [eb.or([eb('limited', '=', 0), eb('id', 'in', products.limitedTo(productId))])]),
        ],
        page,
      );
      return { ...found, items: await all(found.items) };
    },

    async create(apiKey: ApiKey, now: Date): Promise<StoredKey> {
      const row = await db
        .insertInto('api_keys')
        .values({
          id: apiKey.id,
          api_key: apiKey.api_key,
          shared_key: sealing.seal(apiKey.shared_key, sharedKeyOf(apiKey.id)),
          revoked_at: apiKey.revoked_at?.getTime() ?? null,
          created_at: now.getTime(),
          updated_at: now.getTime(),
          ...changeable(apiKey),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await products.replace(apiKey.id, apiKey.product_ids);
      return one(row);
    },

    /**
     * Stores a changed key.
     * @param apiKey with the revision that it had when it was read
     * @returns the stored key; undefined when it has changed since it was read
     */
    async update(apiKey: StoredKey, now: Date): Promise<StoredKey | undefined> {
      const row = await db
        .updateTable('api_keys')
        .set({
          ...changeable(apiKey),
          revoked_at: apiKey.revoked_at?.getTime() ?? null,
          revision: apiKey.revision + 1,
          updated_at: now.getTime(),
        })
        .where('id', '=', apiKey.id)
        .where('revision', '=', apiKey.revision)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      await products.replace(apiKey.id, apiKey.product_ids);
      return one(row);
    },
  };

  async function one(row: Row): Promise<StoredKey> {
    const [apiKey] = await all([row]);
    return apiKey as StoredKey;
  }

  async function all(rows: Row[]): Promise<StoredKey[]> {
    const limits = await products.of(rows.filter((row) => row.limited === 1).map(({ id }) => id));
    return rows.map((row) => toKey(row, limits.get(row.id) ?? []));
  }
}

/** @param productIds the products that the key is limited to, if it is limited */
function toKey(row: Row, productIds: number[]): StoredKey {
  return {
    id: row.id,
    name: row.name,
    api_key: row.api_key,
    read_only: row.read_only === 1,
    revoked_at: row.revoked_at === null ? null : new Date(row.revoked_at),
    product_ids: row.limited === 1 ? productIds : null,
    ...storedFields(row),
  };
}

function changeable(apiKey: ApiKeyOverview) {
  return {
    name: apiKey.name,
    read_only: Number(apiKey.read_only),
    limited: Number(apiKey.product_ids !== null),
  };
}
