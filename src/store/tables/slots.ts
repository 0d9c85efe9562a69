import { expressionBuilder, type Kysely, type Selectable } from 'kysely';
import { type Slot, slotFields } from '../../rules/slots.ts';
import { fromColumns, toColumns } from '../columns.ts';
import { lookUp } from '../look-up.ts';
import { type Page, type PageRequest, readPage } from '../pages.ts';
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

/** A slot that is held, as the Admin API shows it. */
export interface SlotInUse extends Slot {
  readonly id: number;
  readonly license_id: number;
  readonly device_id: number;
  readonly hardware_id: string;
  readonly license_user_email: string | null;
  /** The code of its feature; null for the license itself. */
  readonly feature: string | null;
  /** When the device took it. */
  readonly created_at: Date;
}

/** The condition that a slot is held, as `isHeld` of rules/slots.ts. @param now in milliseconds */
export function isSlotHeld(now: number) {
  return expressionBuilder<Schema, 'slots'>()('slots.held_until', '>', now);
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
        .where(isSlotHeld(now.getTime()))
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

    /** Lists the slots of a license and its features that are held, newest first. */
    async list(
      filter: { readonly license_id: number; readonly hardware_id?: string | undefined },
      now: Date,
      page: PageRequest,
    ): Promise<Page<SlotInUse>> {
      const found = await readPage(
        db,
        'slots',
        (eb) => [
          eb('license_id', '=', filter.license_id),
          isSlotHeld(now.getTime()),
          ...(filter.hardware_id === undefined
            ? []
            : [
                eb(
                  'device_id',
                  'in',
                  eb
                    .selectFrom('devices')
                    .select('devices.id')
                    .where('devices.license_id', '=', filter.license_id)
                    .where('devices.hardware_id', '=', filter.hardware_id),
                ),
              ]),
        ],
        page,
      );
      return { ...found, items: await toSlotsInUse(found.items) };
    },

    /** Finds a slot of a license that is held. */
    async findHeld(licenseId: number, id: number, now: Date): Promise<SlotInUse | undefined> {
      const row = await db
        .selectFrom('slots')
        .selectAll()
        .where('id', '=', id)
        .where('license_id', '=', licenseId)
        .where(isSlotHeld(now.getTime()))
        .executeTakeFirst();
      return row && (await toSlotsInUse([row]))[0];
    },

    async delete(id: number): Promise<void> {
      await db.deleteFrom('slots').where('id', '=', id).execute();
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

  async function toSlotsInUse(rows: readonly Selectable<Schema['slots']>[]): Promise<SlotInUse[]> {
    const devices = await lookUp(
      db,
      'devices',
      rows.map((row) => row.device_id),
    );
    const users = await lookUp(
      db,
      'license_users',
      [...devices.values()].map((device) => device.license_user_id),
    );
    const features = await codesOf(rows.map((row) => row.license_feature_id));
    return rows.map((row) => {
      const device = devices.get(row.device_id);
      return {
        ...fromColumns(slotFields, row),
        id: row.id,
        license_id: row.license_id,
        device_id: row.device_id,
        hardware_id: device?.hardware_id ?? '',
        license_user_email: users.get(device?.license_user_id ?? 0)?.email ?? null,
        feature: features.get(row.license_feature_id) ?? null,
        created_at: new Date(row.created_at),
      };
    });
  }

  /** The codes of license features, by id. */
  async function codesOf(ids: readonly number[]): Promise<Map<number, string>> {
    const wanted = [...new Set(ids)].filter((id) => id !== 0);
    if (wanted.length === 0) return new Map();
    const rows = await db
      .selectFrom('license_features')
      .innerJoin('product_features', 'product_features.id', 'license_features.product_feature_id')
      .select(['license_features.id', 'product_features.code'])
      .where('license_features.id', 'in', wanted)
      .execute();
    return new Map(rows.map(({ id, code }) => [id, code]));
  }
}
