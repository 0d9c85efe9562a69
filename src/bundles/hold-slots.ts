import type { Deps } from '../deps.ts';
import { noSlot, takeLicenseSlot } from '../licenses/take-slot.ts';
import { type BoundMember, refusalOfMember } from '../rules/bundle-license.ts';
import { assertMayChange, type Credential } from '../rules/credential.ts';
import { needsSlot } from '../rules/license.ts';
import { isHeld, isSame, poolOf, renewed } from '../rules/slots.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Takes or renews the slots that a device needs to use the floating licenses of a bundle: all of them or none.
 * @param members the licenses as they were read, without a lock
 * @param check.findAgain finds them in a transaction, which locks them, and refuses them if their state has changed
 * @returns the licenses with the slots of the device
 * @throws ApiError floating_not_available, with a message that names the product; read_only_api_key when a slot would have
 * to be taken; those of `findAgain`
 */
export async function holdSlots(
  { store }: Pick<Deps, 'store'>,
  members: BoundMember[],
  check: {
    credential: Credential;
    now: Date;
    findAgain: (store: Tables) => Promise<BoundMember[]>;
  },
): Promise<BoundMember[]> {
  const { credential, now, findAgain } = check;
  const floating = members.filter(({ license }) => needsSlot(license, now));
  if (credential.read_only) {
    if (!floating.every(({ slot }) => isHeld(slot, now))) assertMayChange(credential);
    return members;
  }
  if (floating.every((member) => isFresh(member, now))) return members;
  return store.transaction(async (tables) => {
    const held: BoundMember[] = [];
    // One after the other, in the order in which they are locked.
    for (const member of await findAgain(tables)) {
      const { license, product } = member;
      const bound = await takeLicenseSlot(tables, member, product, now);
      if (needsSlot(license, now) && !isHeld(bound.slot, now)) {
        throw refusalOfMember(product, noSlot(bound, poolOf(license, product)));
      }
      held.push({ ...bound, product });
    }
    return held;
  });
}

/** True when the device has a slot that need not be renewed yet. */
function isFresh({ license, product, slot }: BoundMember, now: Date): boolean {
  return isHeld(slot, now) && isSame(slot, renewed(poolOf(license, product), slot, now));
}
