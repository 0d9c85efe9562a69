import type { Kysely, Selectable } from 'kysely';
import type { KnownDevice } from '../../rules/known-device.ts';
import { lookUp } from '../look-up.ts';
import { equal, type Page, type PageRequest, readPage } from '../pages.ts';
import type { Schema } from '../schema.ts';

/** Filters; undefined means any. */
export interface DeviceFilter {
  readonly licenseId: number;
  readonly active?: boolean | undefined;
  readonly licenseUserId?: number | undefined;
  readonly hardwareId?: string | undefined;
}

/** Devices, for the Admin API. `licenseStore` activates and releases them. */
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
      const values = {
        license_id: filter.licenseId,
        active: filter.active,
        license_user_id: filter.licenseUserId,
        hardware_id: filter.hardwareId,
      };
      const found = await readPage(db, 'devices', (eb) => equal(eb, values), page);
      return { ...found, items: await toDevices(found.items) };
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
      id: row.id,
      licenseId: row.license_id,
      hardwareId: row.hardware_id,
      licenseUserId: row.license_user_id,
      licenseUserEmail: users.get(row.license_user_id ?? 0)?.email ?? null,
      active: row.active === 1,
      vacated: row.vacated === 1,
      fields: JSON.parse(row.fields) as Record<string, unknown>,
      variables: JSON.parse(row.variables) as Record<string, unknown>,
      activatedAt: new Date(row.activated_at),
      createdAt: new Date(row.created_at),
      updatedAt: new Date(row.updated_at),
      lastSeenAt: row.last_seen_at === null ? null : new Date(row.last_seen_at),
    }));
  }
}
