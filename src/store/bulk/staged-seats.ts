import { type Kysely, sql } from 'kysely';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithStaged = Kysely<Schema & { staged: Schema['devices'] }>;

/**
 * Adds the staged devices to the counters of their licenses and users. Call it in the transaction that stores the
 * devices, before they are stored: it locks the counters.
 * @throws ChangedMeanwhile when a user would have more devices than allowed, or is no longer assigned to the license. For
 * licenses, a check of the table refuses too many devices
 */
export async function countStagedSeats(anyTable: AnyTable): Promise<void> {
  const db = anyTable as unknown as WithStaged;
  const taken = db
    .selectFrom('staged')
    .groupBy('license_id')
    .select(['license_id', sql<number>`sum(active)`.as('seats')])
    .select(sql<number>`sum(vacated)`.as('vacated'));
  await db
    .updateTable('licenses')
    .from(taken.as('taken'))
    .set((eb) => ({
      times_activated: eb('licenses.times_activated', '+', eb.ref('taken.seats')),
      vacated_seats: eb('licenses.vacated_seats', '+', eb.ref('taken.vacated')),
    }))
    .whereRef('licenses.id', '=', 'taken.license_id')
    .execute();

  const takenByUser = db
    .selectFrom('staged')
    .where('license_user_id', 'is not', null)
    .where('active', '=', 1)
    .groupBy(['license_id', 'license_user_id'])
    .select(['license_id', 'license_user_id'])
    .select((eb) => eb.fn.countAll<number>().as('seats'));
  await db
    .updateTable('license_assignments')
    .from(takenByUser.as('taken'))
    .set((eb) => ({
      total_activations: eb('license_assignments.total_activations', '+', eb.ref('taken.seats')),
    }))
    .whereRef('license_assignments.license_id', '=', 'taken.license_id')
    .whereRef('license_assignments.license_user_id', '=', 'taken.license_user_id')
    .execute();
  const oversold = await db
    .selectFrom(takenByUser.as('taken'))
    .leftJoin('license_assignments', (join) =>
      join
        .onRef('license_assignments.license_id', '=', 'taken.license_id')
        .onRef('license_assignments.license_user_id', '=', 'taken.license_user_id'),
    )
    .where((eb) =>
      eb.or([
        eb('license_assignments.license_id', 'is', null),
        eb('total_activations', '>', eb.ref('license_assignments.max_activations')),
      ]),
    )
    .select('taken.license_id')
    .limit(1)
    .executeTakeFirst();
  if (oversold === undefined) return;
  throw new ChangedMeanwhile('Users activated or lost licenses while the file was read.');
}
