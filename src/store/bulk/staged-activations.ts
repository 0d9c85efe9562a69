import { type Kysely, sql } from 'kysely';
import { DAY } from '../../rules/validity.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithStaged = Kysely<Schema & { staged: Schema['devices'] }>;

/**
 * Ends the licenses, and their features, that are valid for some days from the first activation, as `endAfterDays` of
 * rules/validity.ts does. A license is in use by a staged device that is active; the first activation is the earliest of
 * all its staged devices. An end that is set stays. Call it in the transaction that stores the devices, after
 * `countStagedSeats`, which locks the licenses.
 */
export async function endAfterStagedActivations(anyTable: AnyTable): Promise<void> {
  const db = anyTable as unknown as WithStaged;
  const first = sql`min(staged.activated_at)`;
  const begun = db
    .selectFrom('staged')
    .innerJoin('licenses as used', 'used.id', 'staged.license_id')
    .groupBy(['used.id', 'used.starts_at'])
    .having(sql`max(staged.active)`, '=', 1)
    .select('used.id as license_id')
    .select(
      sql`case when used.starts_at > ${first} then used.starts_at else ${first} end`.as('begun_at'),
    );
  await db
    .updateTable('licenses')
    .from(begun.as('begun'))
    .whereRef('licenses.id', '=', 'begun.license_id')
    .where('valid_days', 'is not', null)
    .where('valid_until', 'is', null)
    .set({ valid_until: END })
    .execute();
  await db
    .updateTable('license_features')
    .from(begun.as('begun'))
    .whereRef('license_features.license_id', '=', 'begun.license_id')
    .where('valid_days', 'is not', null)
    .where('expires_at', 'is', null)
    .set({ expires_at: END })
    .execute();
}

const END = sql<number>`begun.begun_at + cast(valid_days as bigint) * ${sql.lit(DAY)}`;
