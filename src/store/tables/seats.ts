import type { Insertable, Kysely, Updateable } from 'kysely';
import { retakesSeat } from '../../rules/activation.ts';
import { type Counter, counterFields } from '../../rules/consumption.ts';
import { type DeviceVariables, mergeTimes, mergeVariables } from '../../rules/device-variables.ts';
import type { Candidate, Device, License } from '../../rules/license.ts';
import { type CandidateQuery, findCandidates } from './license-candidates.ts';
import { toColumns } from '../columns.ts';
import { compiled } from '../compiled.ts';
import { isOnPostgres } from '../postgres/is-on-postgres.ts';
import type { Schema } from '../schema.ts';

/** What a device reports about itself. */
export interface DeviceReport {
  readonly fields: Record<string, unknown>;
  readonly variables: Record<string, unknown>;
}

/** The number of released devices that are stored for a license. */
export const MOST_RELEASED = 1_000;

/** The seats of licenses: finds licenses with a seat for a device, gives it a seat and takes it back. */
export function seatStore(db: Kysely<Schema>) {
  return {
    /**
     * Finds licenses, newest first, each with the device. A transaction locks them until it ends.
     */
    findCandidates: (query: CandidateQuery, now: Date): Promise<Candidate[]> =>
      findCandidates(db, query, now),

    /** Takes a seat for a device that has none. Call it in a transaction. */
    async bindDevice(binding: {
      license: License;
      /** The device, when it was bound to the license before. */
      device: Device | undefined;
      newDeviceId: number;
      hardwareId: string;
      report: DeviceReport;
      isTransfer: boolean;
      now: Date;
    }): Promise<void> {
      const { license, device, hardwareId, report, isTransfer, now } = binding;
      const licenseUserId = license.assignment?.license_user_id ?? null;
      await insertOrRebind(db, {
        id: device?.id ?? binding.newDeviceId,
        license_id: license.id,
        hardware_id: hardwareId,
        blacklisted: 0,
        created_at: now.getTime(),
        license_user_id: licenseUserId,
        active: 1,
        vacated: 0,
        fields: JSON.stringify(report.fields),
        variables: JSON.stringify(report.variables),
        variable_times: JSON.stringify(mergeTimes({}, report.variables, now)),
        activated_at: now.getTime(),
        updated_at: now.getTime(),
        last_seen_at: now.getTime(),
      });
      await countActivation(license.id, licenseUserId, {
        times_activated: 1,
        transfer_count: Number(isTransfer),
        vacated_seats: -Number(retakesSeat(device, isTransfer)),
      });
      if (!isTransfer) return;
      await retakeLongestVacant(license.id);
      await deleteReleased(license.id);
    },

    /** Gives the seat of a device back, and its slots. Call it in a transaction. */
    async releaseDevice(device: Device, now: Date): Promise<void> {
      await db.deleteFrom('slots').where('device_id', '=', device.id).execute();
      await db
        .updateTable('devices')
        .set({ active: 0, vacated: 1, updated_at: now.getTime() })
        .where('id', '=', device.id)
        .execute();
      await countActivation(device.license_id, device.license_user_id, {
        times_activated: -1,
        transfer_count: 0,
        vacated_seats: 1,
      });
    },

    /**
     * Merges a report of a device into what is stored, unless the device was deleted meanwhile. Call it in a transaction.
     * @throws ApiError validation_error when the device would have too many variables
     */
    async updateDevice(device: Device, report: DeviceReport, now: Date): Promise<void> {
      const [known] = (await selectReport(db, { id: device.id })).rows;
      if (known === undefined) return;
      const fields = { ...parseObject(known.fields), ...report.fields };
      const variables = mergeVariables(parseObject(known.variables), report.variables);
      const times = parseObject(known.variable_times) as Record<string, number>;
      await setReport(db, {
        id: device.id,
        fields: JSON.stringify(fields),
        variables: JSON.stringify(variables),
        variable_times: JSON.stringify(mergeTimes(times, report.variables, now)),
        updated_at: now.getTime(),
        last_seen_at: now.getTime(),
      });
    },

    /** Reads the variables of a device. One stored before times were kept has that of the device's first activation. */
    async findVariables(id: number): Promise<DeviceVariables> {
      const row = await db
        .selectFrom('devices')
        .select(['created_at', 'variables', 'variable_times'])
        .where('id', '=', id)
        .executeTakeFirst();
      const variables = parseObject(row?.variables ?? '{}') as DeviceVariables['variables'];
      // A map, as an object has a `constructor` even without a variable of that name.
      const times = new Map(Object.entries(parseObject(row?.variable_times ?? '{}')));
      const created = Object.keys(variables).map((name) => [
        name,
        new Date(Number(times.get(name) ?? row?.created_at ?? 0)),
      ]);
      const created_at = Object.fromEntries(created) as DeviceVariables['created_at'];
      return { device_id: id, variables, created_at };
    },

    /** Stores the end that a license gets from its first activation. Call it in the transaction of the activation. */
    async setEnd(licenseId: number, end: Date): Promise<void> {
      await setEnd(db, { id: licenseId, valid_until: end.getTime() });
    },

    /** Stores what was counted of a license. Call `findCandidates` first in the same transaction, for the lock. */
    async setCounter(licenseId: number, counter: Counter): Promise<void> {
      await db
        .updateTable('licenses')
        .set(toColumns(counterFields, counter))
        .where('id', '=', licenseId)
        .execute();
    },

    /** Stores what an application says of the overages of a license. Call `findCandidates` first, as above. */
    async setOverages(
      licenseId: number,
      overages: Pick<License, 'allow_overages' | 'max_overages'>,
    ): Promise<void> {
      await db
        .updateTable('licenses')
        .set((eb) => ({
          allow_overages: Number(overages.allow_overages),
          max_overages: overages.max_overages,
          revision: eb('revision', '+', 1),
        }))
        .where('id', '=', licenseId)
        .execute();
    },

    /** Stores when a device was last seen, unless a later time is stored. */
    async recordSeen(device: Device, now: Date): Promise<void> {
      await setLastSeen(db, { id: device.id, now: now.getTime() });
    },
  };

  /** Takes the seat that was given back first. */
  async function retakeLongestVacant(licenseId: number): Promise<void> {
    const longestVacant = db
      .selectFrom('devices')
      .select('id')
      .where('license_id', '=', licenseId)
      .where('vacated', '=', 1)
      .orderBy('updated_at')
      .orderBy('id')
      .limit(1);
    await db.updateTable('devices').set({ vacated: 0 }).where('id', '=', longestVacant).execute();
  }

  /**
   * Deletes the oldest released devices whose seats were taken again. Otherwise each transfer of a license would add a
   * row.
   */
  async function deleteReleased(licenseId: number): Promise<void> {
    const oldest = db
      .selectFrom('devices')
      .select('id')
      .where('license_id', '=', licenseId)
      .where('active', '=', 0)
      .where('vacated', '=', 0)
      .where('blacklisted', '=', 0)
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      // SQLite has no offset without a limit. There is more than one to delete after an import only.
      .limit(100)
      .offset(MOST_RELEASED);
    await db.deleteFrom('devices').where('id', 'in', oldest).execute();
  }

  async function countActivation(licenseId: number, licenseUserId: number | null, by: Added) {
    await addToLicense(db, { id: licenseId, ...by });
    if (licenseUserId === null) return;
    await addToAssignment(db, { licenseId, licenseUserId, by: by.times_activated });
  }
}

/** The columns of a device that a new binding sets. The others stay as they are. */
const REBOUND = [
  'license_user_id',
  'active',
  'vacated',
  'fields',
  'variables',
  'variable_times',
  'activated_at',
  'updated_at',
  'last_seen_at',
] as const;

const insertOrRebind = compiled((db, device: Insertable<Schema['devices']>) =>
  db
    .insertInto('devices')
    .values(device)
    .onConflict((conflict) =>
      conflict
        .columns(['license_id', 'hardware_id'])
        .doUpdateSet((eb) =>
          Object.fromEntries(REBOUND.map((name) => [name, eb.ref(`excluded.${name}`)])),
        ),
    ),
);

const setEnd = compiled((db, { id, valid_until }: { id: number; valid_until: number }) =>
  db.updateTable('licenses').set({ valid_until }).where('id', '=', id),
);

const selectReport = compiled((db, { id }: { id: number }) =>
  db
    .selectFrom('devices')
    .select(['fields', 'variables', 'variable_times'])
    .where('id', '=', id)
    .$if(isOnPostgres(db), (select) => select.forUpdate()),
);

const setReport = compiled(
  (db, { id, ...report }: { id: number } & Updateable<Schema['devices']>) =>
    db.updateTable('devices').set(report).where('id', '=', id),
);

const setLastSeen = compiled((db, { id, now }: { id: number; now: number }) =>
  db
    .updateTable('devices')
    .set({ last_seen_at: now })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', now)])),
);

interface Added {
  readonly times_activated: number;
  readonly transfer_count: number;
  readonly vacated_seats: number;
}

const addToLicense = compiled((db, { id, ...by }: Added & { readonly id: number }) =>
  db
    .updateTable('licenses')
    .set((eb) => ({
      times_activated: eb('times_activated', '+', by.times_activated),
      transfer_count: eb('transfer_count', '+', by.transfer_count),
      vacated_seats: eb('vacated_seats', '+', by.vacated_seats),
    }))
    .where('id', '=', id),
);

const addToAssignment = compiled(
  (
    db,
    { licenseId, licenseUserId, by }: { licenseId: number; licenseUserId: number; by: number },
  ) =>
    db
      .updateTable('license_assignments')
      .set((eb) => ({ total_activations: eb('total_activations', '+', by) }))
      .where('license_id', '=', licenseId)
      .where('license_user_id', '=', licenseUserId),
);

function parseObject(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}
