import type { Kysely } from 'kysely';
import { type Slot, slotFields } from '../../rules/slots.ts';
import { fromColumns, toColumns } from '../columns.ts';
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
  const ofPool = ({ licenseId, licenseFeatureId }: SlotPool) => ({
    license_id: licenseId,
    license_feature_id: licenseFeatureId,
  });
  const ofDevice = ({ deviceId, licenseFeatureId }: SlotPlace) => ({
    device_id: deviceId,
    license_feature_id: licenseFeatureId,
  });
  return {
    /**
     * Deletes the slots that have ended. Call it before `count`: a slot that is renewed at the same time is then either
     * renewed before, and counted, or deleted before, and not renewed.
     */
    async freeEnded(pool: SlotPool, now: Date): Promise<void> {
      await db
        .deleteFrom('slots')
        .where((eb) => eb.and(ofPool(pool)))
        .where('held_until', '<=', now.getTime())
        .execute();
    },

    /** Counts the slots that are held. */
    async count(pool: SlotPool, now: Date): Promise<number> {
      const { count } = await db
        .selectFrom('slots')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where((eb) => eb.and(ofPool(pool)))
        .where('held_until', '>', now.getTime())
        .executeTakeFirstOrThrow();
      return count;
    },

    /** Finds the slot that a device holds, or held last. */
    async find(place: SlotPlace): Promise<Slot | undefined> {
      const row = await db
        .selectFrom('slots')
        .select(['held_until', 'borrowed_until'])
        .where((eb) => eb.and(ofDevice(place)))
        .executeTakeFirst();
      return row && fromColumns(slotFields, row);
    },

    /** Gives a device a slot, or changes the one that it holds. @param id of a new slot */
    async put(id: number, place: SlotPlace, slot: Slot, now: Date): Promise<void> {
      const terms = toColumns(slotFields, slot);
      await db
        .insertInto('slots')
        .values({ id, ...ofPool(place), ...ofDevice(place), ...terms, created_at: now.getTime() })
        .onConflict((conflict) =>
          conflict.columns(['device_id', 'license_feature_id']).doUpdateSet(terms),
        )
        .execute();
    },

    /** Changes the slot that a device holds, without a lock. @returns false when it is no longer as it was read */
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

    /** Frees all slots of a feature. */
    async freeAllOfFeature(licenseId: number, licenseFeatureId: number): Promise<void> {
      await db
        .deleteFrom('slots')
        .where((eb) => eb.and(ofPool({ licenseId, licenseFeatureId })))
        .execute();
    },

    /** Frees all slots that a device holds of its license. */
    async freeAllOf(deviceId: number): Promise<void> {
      await db.deleteFrom('slots').where('device_id', '=', deviceId).execute();
    },
  };
}
