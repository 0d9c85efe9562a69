import type { Kysely } from 'kysely';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';
import type { AnyTable } from './bulk-rows.ts';

type Staged = Schema['licenses'] & Schema['license_assignments'] & { overwrites: string };
type WithStaged = Kysely<Schema & { staged: Staged }>;

/** The column of the license id. */
const LICENSE = { licenses: 'id', license_assignments: 'license_id' } as const;

/** Tables whose rows count towards a limit of a license. */
type LimitedTable = keyof typeof LICENSE;

export function isLimited(table: string): table is LimitedTable {
  return Object.hasOwn(LICENSE, table);
}

/**
 * Stores staged licenses or assignments under a lock of the licenses whose limits may be reached: no other process
 * assigns or activates them meanwhile.
 * @throws ChangedMeanwhile when a license would have more users than allowed, or a user more devices
 */
export async function storeWithinLimits(
  anyTable: AnyTable,
  table: LimitedTable,
  store: () => Promise<void>,
): Promise<void> {
  const db = anyTable as unknown as WithStaged;
  const licenseIds = db.selectFrom('staged').select(LICENSE[table]);
  const changed = licenseIds.where('overwrites', '<>', '');
  const limited = db
    .selectFrom('licenses')
    .select('id')
    .where('id', 'in', licenseIds)
    .where((eb) => eb.or([eb('max_license_users', 'is not', null), eb('id', 'in', changed)]));
  if (needsRowLocks(anyTable as unknown as Kysely<Schema>)) {
    await limited.orderBy('id').forUpdate().execute();
  }
  await store();
  const assigned = db
    .selectFrom('license_assignments as users')
    .whereRef('users.license_id', '=', 'licenses.id' as never);
  const count = assigned.select((eb) => eb.fn.countAll<number>().as('count'));
  const exceeded = await limited
    .where((eb) =>
      eb.or([
        eb('max_license_users', '<', count),
        eb.exists(
          assigned
            .whereRef('users.total_activations', '>', 'users.max_activations')
            .select('users.license_id'),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  if (exceeded === undefined) return;
  throw new ChangedMeanwhile('Licenses were assigned or activated while the file was read.');
}
