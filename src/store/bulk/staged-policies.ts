import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithSorted = Kysely<Schema & { sorted: Schema['license_policies'] }>;

/** A product has one default for trials: ends those that staged policies replace. Call it before these are stored. */
export async function endOtherDefaults(anyTable: AnyTable, now: Date): Promise<void> {
  const db = anyTable as unknown as WithSorted;
  const defaults = db.selectFrom('sorted').where('default_for_trials', '=', 1);
  await db
    .updateTable('license_policies')
    .set((eb) => ({
      default_for_trials: 0,
      revision: eb('revision', '+', 1),
      updated_at: now.getTime(),
    }))
    .where('default_for_trials', '=', 1)
    .where('product_id', 'in', defaults.select('product_id'))
    .where('id', 'not in', defaults.select('id'))
    .execute();
}
