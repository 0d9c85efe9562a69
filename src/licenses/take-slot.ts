import type { ApiError } from '../rules/errors.ts';
import { newId } from '../rules/ids.ts';
import type { Bound } from '../rules/license-states.ts';
import { needsSlot, refusalOf } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import { hasFree, isHeld, type Pool, poolOf, renewed, type Slot } from '../rules/slots.ts';
import type { SlotPlace } from '../store/tables/slots.ts';
import type { Tables } from '../store/tables.ts';

/** The place of the slot that a device has of the license itself. */
export function placeOf({ license, device }: Bound): SlotPlace {
  return { licenseId: license.id, licenseFeatureId: 0, deviceId: device.id };
}

/**
 * Takes or renews the slot that a device needs to use a license, if one is free. Call it in the transaction that has
 * locked the license.
 * @returns the license with the slot of the device
 */
export async function takeLicenseSlot(
  store: Pick<Tables, 'slots'>,
  bound: Bound,
  product: Product,
  now: Date,
): Promise<Bound> {
  const { license, slot } = bound;
  if (!needsSlot(license, now)) return bound;
  const pool = poolOf(license, product);
  const after = renewed(pool, slot, now);
  const isTaken = await takeSlot(store, placeOf(bound), { pool, before: slot, after }, now);
  return { ...bound, slot: isTaken ? after : undefined };
}

/**
 * Takes or changes the slot of a device. Call it in the transaction that has locked the license.
 * @param change.before what is stored for the device, if anything
 * @returns false when the device holds no slot and none is free
 */
export async function takeSlot(
  { slots }: Pick<Tables, 'slots'>,
  place: SlotPlace,
  { pool, before, after }: { pool: Pool; before: Slot | undefined; after: Slot },
  now: Date,
): Promise<boolean> {
  if (!isHeld(before, now)) {
    await slots.freeEnded(place, now);
    if (pool.slots !== null && !hasFree(pool, await slots.count(place))) return false;
  }
  await slots.put(newId(), place, after, now);
  return true;
}

/** The refusal for want of a slot. */
export function noSlot(bound: Bound, { slots }: Pool): ApiError {
  return refusalOf(
    bound,
    'floating_not_available',
    `No available slots for floating license: all ${slots ?? 0} are in use.`,
  );
}
