import type { ApiError } from '../rules/errors.ts';
import { newId } from '../rules/ids.ts';
import type { LicenseFeature } from '../rules/license-feature.ts';
import type { Bound } from '../rules/license-states.ts';
import { isExpired, refusalOf } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import { hasFree, isHeld, type Pool, poolOf, renewed, type Slot } from '../rules/slots.ts';
import type { SlotPlace } from '../store/tables/slots.ts';
import type { Tables } from '../store/tables.ts';

type Slots = Pick<Tables, 'slots'>;

/** The slot that a device may hold of a license or a feature. */
export interface Claim {
  readonly bound: Bound;
  /** What is floating, for messages. */
  readonly of: string;
  readonly place: SlotPlace;
  readonly pool: Pool;
  /** What is stored for the device, if anything. */
  readonly slot: Slot | undefined;
  /** False when the license or feature is used without a slot. An expired license gives none. */
  readonly isNeeded: boolean;
}

/** The claim to a slot of the license itself. */
export function claimToLicense(bound: Bound, product: Product, now: Date): Claim {
  const { license, device, slot } = bound;
  return {
    bound,
    of: 'floating license',
    place: { licenseId: license.id, licenseFeatureId: 0, deviceId: device.id },
    pool: poolOf(license, product),
    slot,
    isNeeded: license.floating && !isExpired(license, now),
  };
}

/** The claim to a slot of a feature. */
export async function claimToFeature(
  { slots }: Slots,
  bound: Bound,
  feature: LicenseFeature,
  product: Product,
  now: Date,
): Promise<Claim> {
  const { license, device } = bound;
  const place = { licenseId: license.id, licenseFeatureId: feature.id, deviceId: device.id };
  return {
    bound,
    of: `floating feature ${feature.code}`,
    place,
    pool: poolOf(feature, product),
    slot: feature.floating ? await slots.find(place) : undefined,
    isNeeded: feature.floating && !isExpired(license, now),
  };
}

/**
 * Takes or renews a slot that is needed, if one is free. Call it in the transaction that has locked the license.
 * @returns the claim with what the device holds
 */
export async function renewSlot(store: Slots, claim: Claim, now: Date): Promise<Claim> {
  if (!claim.isNeeded) return claim;
  const after = renewed(claim.pool, claim.slot, now);
  return { ...claim, slot: (await takeSlot(store, claim, after, now)) ? after : undefined };
}

/**
 * Takes or changes the slot of a device. Call it in the transaction that has locked the license.
 * @returns false when the device holds no slot and none is free
 */
export async function takeSlot(
  { slots }: Slots,
  { place, pool, slot }: Claim,
  after: Slot,
  now: Date,
): Promise<boolean> {
  if (!isHeld(slot, now)) {
    await slots.freeEnded(place, now);
    if (pool.slots !== null && !hasFree(pool, await slots.count(place, now))) return false;
  }
  await slots.put(newId(), place, after, now);
  return true;
}

/** The refusal for want of a slot. */
export function noSlot({ bound, of, pool }: Claim): ApiError {
  return refusalOf(
    bound,
    'floating_not_available',
    `No available slots for ${of}: all ${pool.slots ?? 0} are in use.`,
  );
}
