import { type Kysely, sql } from 'kysely';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type WithStaged = Kysely<Schema & { staged: Schema['devices'] }>;

/**
 * Counts the staged devices with their licenses and users, before they are stored. Call it in the transaction that
 * stores them: what it counts stays locked until then.
 * @throws ChangedMeanwhile where they are more than a user may bind, or the user's license no more; a license refuses
 * that by itself
 */
export async function takeStagedSeats(anyTable: AnyTable): Promise<void> {
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
