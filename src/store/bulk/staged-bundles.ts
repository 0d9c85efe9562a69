import type { Kysely } from 'kysely';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { lockName } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';
import { STAGED_INCLUDED, storeIncluded } from './staged-included.ts';

type WithSorted = Kysely<Schema & { sorted: Schema['bundles'] & { overwrites: string } }>;

/**
 * Takes the codes of new staged bundles: requests name products and bundles in the same parameter. Call it before these
 * are stored.
 * @throws ChangedMeanwhile when a product has one of them
 */
export async function takeCodes(anyTable: AnyTable): Promise<void> {
  const db = anyTable as unknown as WithSorted;
  const taken = db.selectFrom('sorted').where('overwrites', '=', '').select('code');
  for (const { code } of await taken.orderBy('code').execute()) {
    await lockName(anyTable as unknown as Kysely<Schema>, `code ${code}`);
  }
  const product = await db
    .selectFrom('products')
    .where('code', 'in', taken)
    .select('code')
    .limit(1)
    .executeTakeFirst();
  if (product === undefined) return;
  throw new ChangedMeanwhile('A product got the code of a bundle while the file was read.');
}

/** Replaces the products of the bundles that have staged ones. Call it after these bundles are stored. */
export async function replaceProducts(db: AnyTable): Promise<void> {
  await db
    .deleteFrom('bundle_products')
    .where('bundle_id', 'in', db.selectFrom(STAGED_INCLUDED).select('bundle_id'))
    .execute();
  await storeIncluded(db, 'bundles');
}
