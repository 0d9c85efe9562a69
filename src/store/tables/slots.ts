import type { Kysely } from 'kysely';
import { type Slot, slotFields } from '../../rules/slots.ts';
import { toColumns } from '../columns.ts';
import type { Schema } from '../schema.ts';

/** What slots are of: a license, or one of its features. */
export interface SlotPool {
  readonly licenseId: number;
  /** 0 for the license itself. */
  readonly licenseFeatureId: number;
}

/** A device that may hold a slot. */
export interface SlotPlace extends SlotPool {
  readonly deviceId: number;
}

/**
 * Slots of floating licenses and features. Before a change other than `renew`, lock the license: a slot is taken and
 * freed under its lock only.
 */
export function slotStore(db: Kysely<Schema>) {
  const ofDevice = ({ deviceId, licenseFeatureId }: SlotPlace) => ({
    device_id: deviceId,
    license_feature_id: licenseFeatureId,
  });
  return {
    /**
     * Deletes the slots that have ended, and counts the others. A slot that is renewed at the same time is either
     * renewed before, and counted, or deleted before, and not renewed.
     */
    async count({ licenseId, licenseFeatureId }: SlotPool, now: Date): Promise<number> {
      const pool = { license_id: licenseId, license_feature_id: licenseFeatureId };
      await db
        .deleteFrom('slots')
        .where((eb) => eb.and(pool))
        .where('held_until', '<=', now.getTime())
        .execute();
      const { count } = await db
        .selectFrom('slots')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where((eb) => eb.and(pool))
        .executeTakeFirstOrThrow();
      return count;
    },

    /** Gives a device a slot. A slot of it that has ended is overwritten. @param id of the slot */
    async take(id: number, place: SlotPlace, slot: Slot, now: Date): Promise<void> {
      const row = { id, ...toColumns(slotFields, slot), created_at: now.getTime() };
      await db
        .insertInto('slots')
        .values({ license_id: place.licenseId, ...ofDevice(place), ...row })
        .onConflict((conflict) =>
          conflict.columns(['device_id', 'license_feature_id']).doUpdateSet(row),
        )
        .execute();
    },

    /** Changes the slot that a device holds. @returns false when it is no longer as it was read */
    async renew(place: SlotPlace, before: Slot, after: Slot): Promise<boolean> {
      const { held_until: heldUntil, borrowed_until: borrowedUntil } = toColumns(
        slotFields,
        before,
      );
      const { numUpdatedRows } = await db
        .updateTable('slots')
        .set(toColumns(slotFields, after))
        .where((eb) => eb.and(ofDevice(place)))
        .where('held_until', '=', heldUntil)
        .where('borrowed_until', 'is not distinct from', borrowedUntil)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    /** Frees the slot of a device. */
    async free(place: SlotPlace): Promise<void> {
      await db
        .deleteFrom('slots')
        .where((eb) => eb.and(ofDevice(place)))
        .execute();
    },

    /** Frees all slots that a device holds of its license. */
    async freeAllOf(deviceId: number): Promise<void> {
      await db.deleteFrom('slots').where('device_id', '=', deviceId).execute();
    },
  };
}
