import { type Kysely, sql, type SqlBool } from 'kysely';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import type { Schema } from '../schema.ts';
import { lowered } from '../search/searched-columns.ts';

/** Trials of a product, by device. */
export function trialStore(db: Kysely<Schema>) {
  return {
    /**
     * Finds the end of a trial that a device has used up: of another license of the same product, which is a trial, has
     * ended, and was active on the device.
     * @param licenseId the license that the device is about to activate
     */
    async findUsedUp(licenseId: number, hardwareId: string, now: Date): Promise<Date | undefined> {
      const isPostgres = isOnPostgres(db);
      const row = await db
        .selectFrom('devices')
        .innerJoin('licenses', 'licenses.id', 'devices.license_id')
        // The index has this expression.
        .where(
          sql<SqlBool>`${lowered(sql.ref('devices.hardware_id'), isPostgres)} = ${lowered(sql`cast(${hardwareId} as text)`, isPostgres)}`,
        )
        .where('devices.hardware_id', '=', hardwareId)
        .where('licenses.id', '<>', licenseId)
        .where('licenses.is_trial', '=', 1)
        .where('licenses.valid_until', '<', now.getTime())
        .where('licenses.product_id', '=', (eb) =>
          eb.selectFrom('licenses').select('product_id').where('id', '=', licenseId),
        )
        .select('licenses.valid_until')
        .limit(1)
        .executeTakeFirst();
      const end = row?.valid_until ?? null;
      return end === null ? undefined : new Date(end);
    },
  };
}
