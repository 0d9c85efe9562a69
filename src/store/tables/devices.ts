import type { Kysely, Selectable } from 'kysely';
import { deviceFields, type KnownDevice } from '../../rules/known-device.ts';
import { fromColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';

/** Filters; undefined means any. */
export interface DeviceFilter {
  readonly license_id: number;
  readonly active?: boolean | undefined;
  readonly license_user_id?: number | undefined;
  readonly hardware_id?: string | undefined;
}

/** Devices, for the Admin API. `seatStore` activates and releases them. */
export function deviceStore(db: Kysely<Schema>) {
  return {
    async find(licenseId: number, id: number): Promise<KnownDevice | undefined> {
      const row = await db
        .selectFrom('devices')
        .selectAll()
        .where('id', '=', id)
        .where('license_id', '=', licenseId)
        .executeTakeFirst();
      return row && (await toDevices([row]))[0];
    },

    async list(filter: DeviceFilter, page: PageRequest): Promise<Page<KnownDevice>> {
      const found = await readPage(db, 'devices', (eb) => equal(eb, filter), page);
      return { ...found, items: await toDevices(found.items) };
    },

    /** Stores that the vendor refuses a device, or no longer does. */
    async setBlacklisted(id: number, blacklisted: boolean, now: Date): Promise<void> {
      await db
        .updateTable('devices')
        .set({ blacklisted: Number(blacklisted), updated_at: now.getTime() })
        .where('id', '=', id)
        .execute();
    },

    /** Lists the active devices of a license user on a license. */
    async listActive(licenseId: number, licenseUserId: number): Promise<KnownDevice[]> {
      const rows = await db
        .selectFrom('devices')
        .selectAll()
        .where('license_id', '=', licenseId)
        .where('license_user_id', '=', licenseUserId)
        .where('active', '=', 1)
        .orderBy('id')
        .execute();
      return toDevices(rows);
    },
  };

  async function toDevices(rows: Selectable<Schema['devices']>[]): Promise<KnownDevice[]> {
    const users = await lookUp(
      db,
      'license_users',
      rows.map((row) => row.license_user_id),
    );
    return rows.map((row) => ({
      ...fromColumns(deviceFields, row),
      license_user_email: users.get(row.license_user_id ?? 0)?.email ?? null,
    }));
  }
}
