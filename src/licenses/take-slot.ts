import { newId } from '../rules/ids.ts';
import type { Bound } from '../rules/license-states.ts';
import { needsSlot } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import { isHeld, type Pool, poolOf, renewed, type Slot, taken } from '../rules/slots.ts';
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
  const after = await takeSlot(store, placeOf(bound), poolOf(license, product), slot, now);
  return { ...bound, slot: after };
}

/**
 * Takes or renews the slot of a device. Call it in the transaction that has locked the license.
 * @param slot what is stored for the device, if anything
 * @returns undefined when no slot is free
 */
export async function takeSlot(
  { slots }: Pick<Tables, 'slots'>,
  place: SlotPlace,
  pool: Pool,
  slot: Slot | undefined,
  now: Date,
): Promise<Slot | undefined> {
  if (isHeld(slot, now)) {
    const after = renewed(pool, slot, now);
    // It changes nothing when another check of the device has renewed the slot meanwhile, which does as well.
    await slots.renew(place, slot, after);
    return after;
  }
  const others = pool.slots === null ? 0 : await slots.count(place, now);
  const after = taken(pool, others, now);
  if (after !== undefined) await slots.take(newId(), place, after, now);
  return after;
}
