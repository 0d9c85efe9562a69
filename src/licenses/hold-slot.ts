import type { Deps } from '../deps.ts';
import { assertMayChange, type Credential } from '../rules/credential.ts';
import type { Bound } from '../rules/license-states.ts';
import { needsSlot } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import { isHeld, isSame, poolOf, renewed } from '../rules/slots.ts';
import type { Tables } from '../store/tables.ts';
import { noSlot, placeOf, takeLicenseSlot } from './take-slot.ts';

/** What a check needs to take a slot. */
export interface Check {
  readonly product: Product;
  readonly credential: Credential;
  readonly now: Date;
  /** Finds the license again in a transaction, which locks it, and refuses it if its state has changed. */
  readonly findAgain: (store: Tables) => Promise<Bound>;
}

/**
 * Takes or renews the slot that a device needs to use a floating license. A license that is not floating or has expired
 * needs none to be checked.
 * @param checked the license as it was read, without a lock
 * @returns the license with the slot of the device
 * @throws ApiError floating_not_available; read_only_api_key when a slot would have to be taken; those of `findAgain`
 */
export async function holdSlot(
  { store }: Pick<Deps, 'store'>,
  checked: Bound,
  { product, credential, now, findAgain }: Check,
): Promise<Bound> {
  const { license, slot } = checked;
  if (!needsSlot(license, now)) return checked;
  if (credential.read_only) {
    if (!isHeld(slot, now)) assertMayChange(credential);
    return checked;
  }
  if (isHeld(slot, now)) {
    const after = renewed(poolOf(license, product), slot, now);
    if (isSame(slot, after)) return checked;
    // One statement without a lock. It does nothing when the slot has changed since it was read.
    if (await store.slots.renew(placeOf(checked), slot, after)) return { ...checked, slot: after };
  }
  return store.transaction(async (tables) => {
    const bound = await takeLicenseSlot(tables, await findAgain(tables), product, now);
    if (!needsSlot(bound.license, now) || isHeld(bound.slot, now)) return bound;
    throw noSlot(bound, poolOf(bound.license, product));
  });
}
