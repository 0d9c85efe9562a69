import type { Kysely } from 'kysely';
import type { IssuedLicense, Terms } from '../../rules/issued-license.ts';
import { mergeVariables } from '../../rules/device-variables.ts';
import type { Candidate, Device, License } from '../../rules/license.ts';
import { type CandidateQuery, findCandidates } from './license-candidates.ts';
import { termsColumns } from './license-terms.ts';
import { needsRowLocks } from '../postgres/row-locks.ts';
import type { Schema } from '../schema.ts';

/** What a device says of itself, as it came. */
export interface DeviceReport {
  readonly fields: Record<string, unknown>;
  readonly variables: Record<string, unknown>;
}

/** What every license has; the rest has its neutral value unless it is named. */
export type NewLicense = Pick<
  IssuedLicense,
  | 'id'
  | 'productId'
  | 'customerId'
  | 'orderStoreId'
  | 'licenseKey'
  | 'type'
  | 'enabled'
  | 'validUntil'
  | 'maxActivations'
> &
  Partial<Terms>;

/** Released devices that a license remembers. */
export const MOST_RELEASED = 1_000;

const NEUTRAL = {
  isTrial: false,
  maintenanceUntil: null,
  graceHours: 0,
  maxTransfers: 0,
  maxLicenseUsers: null,
  customFields: [],
  metadata: {},
  note: '',
};

export function licenseStore(db: Kysely<Schema>) {
  return {
    /**
     * The licenses of a product that are meant, newest first, each with what it knows of the device.
     * Within a transaction they stay as they are until it ends.
     */
    findCandidates: (query: CandidateQuery): Promise<Candidate[]> => findCandidates(db, query),

    /** Takes a seat for a device that has none. Counters and device change together: call it in a transaction. */
    async bindDevice(binding: {
      license: License;
      /** What the license knows of the device, when it was bound before. */
      device: Device | undefined;
      newDeviceId: number;
      hardwareId: string;
      report: DeviceReport;
      isTransfer: boolean;
      now: Date;
    }): Promise<void> {
      const { license, device, hardwareId, report, isTransfer, now } = binding;
      const licenseUserId = license.assignment?.licenseUserId ?? null;
      const row = {
        license_user_id: licenseUserId,
        active: 1,
        vacated: 0,
        fields: JSON.stringify(report.fields),
        variables: JSON.stringify(report.variables),
        activated_at: now.getTime(),
        updated_at: now.getTime(),
        last_seen_at: now.getTime(),
      };
      await db
        .insertInto('devices')
        .values({
          id: device?.id ?? binding.newDeviceId,
          license_id: license.id,
          hardware_id: hardwareId,
          created_at: now.getTime(),
          ...row,
        })
        .onConflict((conflict) => conflict.columns(['license_id', 'hardware_id']).doUpdateSet(row))
        .execute();
      await countActivation(license.id, licenseUserId, {
        times_activated: 1,
        transfer_count: Number(binding.isTransfer),
        vacated_seats: -Number(await retakeSeat(device, binding)),
      });
      if (isTransfer) await forgetReleased(license.id);
    },

    /** Gives a device's seat back. Call it in a transaction. */
    async releaseDevice(device: Device, now: Date): Promise<void> {
      await db
        .updateTable('devices')
        .set({ active: 0, vacated: 1, updated_at: now.getTime() })
        .where('id', '=', device.id)
        .execute();
      await countActivation(device.licenseId, device.licenseUserId, {
        times_activated: -1,
        transfer_count: 0,
        vacated_seats: 1,
      });
    },

    /**
     * Adds what the device says of itself to what it said before, unless the device is gone meanwhile. Call it in a
     * transaction.
     * @throws ApiError validation_error where it would have too many variables
     */
    async updateDevice(device: Device, report: DeviceReport, now: Date): Promise<void> {
      const known = await db
        .selectFrom('devices')
        .select(['fields', 'variables'])
        .where('id', '=', device.id)
        .$if(needsRowLocks(db), (select) => select.forUpdate())
        .executeTakeFirst();
      if (known === undefined) return;
      const fields = { ...parseObject(known.fields), ...report.fields };
      const variables = mergeVariables(parseObject(known.variables), report.variables);
      await db
        .updateTable('devices')
        .set({
          fields: JSON.stringify(fields),
          variables: JSON.stringify(variables),
          updated_at: now.getTime(),
          last_seen_at: now.getTime(),
        })
        .where('id', '=', device.id)
        .execute();
    },

    /** Notes that a device is seen, where that was not noted just now. */
    async noteSeen(device: Device, now: Date): Promise<void> {
      await db
        .updateTable('devices')
        .set({ last_seen_at: now.getTime() })
        .where('id', '=', device.id)
        .where((eb) =>
          eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', now.getTime())]),
        )
        .execute();
    },

    async create(license: NewLicense, now: Date): Promise<void> {
      await db
        .insertInto('licenses')
        .values({
          id: license.id,
          product_id: license.productId,
          license_key: license.licenseKey,
          ...termsColumns({ ...NEUTRAL, ...license }),
          times_activated: 0,
          transfer_count: 0,
          vacated_seats: 0,
          created_at: now.getTime(),
          updated_at: now.getTime(),
        })
        .execute();
    },
  };

  /** Whether the seat that is taken is one given back: the device's own or, in a transfer, the longest vacant. */
  async function retakeSeat(
    device: Device | undefined,
    { license, isTransfer }: { license: License; isTransfer: boolean },
  ): Promise<boolean> {
    if (device?.vacated === true) return true;
    if (!isTransfer) return false;
    const longestVacant = db
      .selectFrom('devices')
      .select('id')
      .where('license_id', '=', license.id)
      .where('vacated', '=', 1)
      .orderBy('updated_at')
      .orderBy('id')
      .limit(1);
    await db.updateTable('devices').set({ vacated: 0 }).where('id', '=', longestVacant).execute();
    return true;
  }

  /**
   * Forgets the devices that were released first and whose seats were taken again. Whoever moves a license to and fro
   * would otherwise add a row each time.
   */
  async function forgetReleased(licenseId: number): Promise<void> {
    const oldest = db
      .selectFrom('devices')
      .select('id')
      .where('license_id', '=', licenseId)
      .where('active', '=', 0)
      .where('vacated', '=', 0)
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      // SQLite takes no offset without a limit. More than one is there only after an import.
      .limit(100)
      .offset(MOST_RELEASED);
    await db.deleteFrom('devices').where('id', 'in', oldest).execute();
  }

  async function countActivation(
    licenseId: number,
    licenseUserId: number | null,
    by: { times_activated: number; transfer_count: number; vacated_seats: number },
  ) {
    await db
      .updateTable('licenses')
      .set((eb) => ({
        times_activated: eb('times_activated', '+', by.times_activated),
        transfer_count: eb('transfer_count', '+', by.transfer_count),
        vacated_seats: eb('vacated_seats', '+', by.vacated_seats),
      }))
      .where('id', '=', licenseId)
      .execute();
    if (licenseUserId === null) return;
    await db
      .updateTable('license_assignments')
      .set((eb) => ({ total_activations: eb('total_activations', '+', by.times_activated) }))
      .where('license_id', '=', licenseId)
      .where('license_user_id', '=', licenseUserId)
      .execute();
  }
}

function parseObject(json: string): Record<string, unknown> {
  return JSON.parse(json) as Record<string, unknown>;
}
