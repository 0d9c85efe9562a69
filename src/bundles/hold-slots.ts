import type { Deps } from '../deps.ts';
import { type Claim, claimToLicense, noSlot, renewSlot } from '../licenses/take-slot.ts';
import { type BoundMember, refusalOfMember } from '../rules/bundle-license.ts';
import { assertMayChange, type Credential } from '../rules/credential.ts';
import { isHeld, isSame, renewed } from '../rules/slots.ts';
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
  const claims = members.map((member) => claimToLicense(member, member.product, now));
  const needed = claims.filter(({ isNeeded }) => isNeeded);
  if (credential.read_only) {
    if (!needed.every(({ slot }) => isHeld(slot, now))) assertMayChange(credential);
    return members;
  }
  if (needed.every((claim) => isFresh(claim, now))) return members;
  return store.transaction(async (tables) => {
    const held: BoundMember[] = [];
    // One after the other, in the order in which they are locked.
    for (const member of await findAgain(tables)) {
      const { product } = member;
      const claim = await renewSlot(tables, claimToLicense(member, product, now), now);
      if (claim.isNeeded && claim.slot === undefined) {
        throw refusalOfMember(product, noSlot(claim));
      }
      held.push({ ...member, slot: claim.slot });
    }
    return held;
  });
}

/** True when the device has a slot that need not be renewed yet. */
function isFresh({ pool, slot }: Claim, now: Date): boolean {
  return isHeld(slot, now) && isSame(slot, renewed(pool, slot, now));
}
