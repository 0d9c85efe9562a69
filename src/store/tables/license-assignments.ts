import type { Kysely } from 'kysely';
import type { AssignedUser } from '../../rules/issued-license.ts';
import type { Schema } from '../schema.ts';

/** Assignments of license users to licenses. Before a change, lock the license: call `find` of it in the transaction. */
export function assignmentStore(db: Kysely<Schema>) {
  const assigned = (licenseId: number) =>
    db
      .selectFrom('license_assignments')
      .innerJoin('license_users', 'license_users.id', 'license_assignments.license_user_id')
      .where('license_assignments.license_id', '=', licenseId)
      .select([
        'license_users.id as license_user_id',
        'license_users.email',
        'license_assignments.max_activations',
        'license_assignments.total_activations',
      ]);
  return {
    /** Lists the users of a license, ordered by e-mail address. */
    async list(licenseId: number): Promise<AssignedUser[]> {
      return assigned(licenseId).orderBy('license_users.email').execute();
    },

    async find(licenseId: number, licenseUserId: number): Promise<AssignedUser | undefined> {
      return assigned(licenseId).where('license_users.id', '=', licenseUserId).executeTakeFirst();
    },

    /** @param maxActivations the number of devices that this user may activate; null for no limit */
    async assign(
      licenseId: number,
      licenseUserId: number,
      maxActivations: number | null,
    ): Promise<void> {
      await db
        .insertInto('license_assignments')
        .values({
          license_id: licenseId,
          license_user_id: licenseUserId,
          max_activations: maxActivations,
          total_activations: 0,
        })
        .execute();
    },

    async setMaxActivations(
      licenseId: number,
      licenseUserId: number,
      maxActivations: number | null,
    ): Promise<void> {
      await db
        .updateTable('license_assignments')
        .set({ max_activations: maxActivations })
        .where('license_id', '=', licenseId)
        .where('license_user_id', '=', licenseUserId)
        .execute();
    },

    async unassign(licenseId: number, licenseUserId: number): Promise<void> {
      await db
        .deleteFrom('license_assignments')
        .where('license_id', '=', licenseId)
        .where('license_user_id', '=', licenseUserId)
        .execute();
    },
  };
}

/** Counts the assignments of licenses or license users. @returns the counts by id; ids without any are missing */
export async function countAssignments(
  db: Kysely<Schema>,
  by: 'license_id' | 'license_user_id',
  ids: readonly number[],
): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('license_assignments')
    .select((eb) => [`${by} as id`, eb.fn.countAll<number>().as('count')])
    .where(by, 'in', ids)
    .groupBy(by)
    .execute();
  return new Map(rows.map((row) => [row.id, row.count]));
}
