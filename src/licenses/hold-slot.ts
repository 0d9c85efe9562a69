import type { Deps } from '../deps.ts';
import { assertMayChange, type Credential } from '../rules/credential.ts';
import { isHeld, isSame, renewed } from '../rules/slots.ts';
import type { Tables } from '../store/tables.ts';
import { type Claim, noSlot, renewSlot } from './take-slot.ts';

/**
 * Takes or renews the slot that a check needs.
 * @param claim as it was read, without a lock
 * @param context.readAgain reads the claim again in a transaction, which locks the license, and refuses it if its state
 * has changed
 * @returns the claim with what the device holds
 * @throws ApiError floating_not_available; read_only_api_key when a slot would have to be taken; those of `readAgain`
 */
export async function holdSlot(
  { store }: Pick<Deps, 'store'>,
  claim: Claim,
  {
    credential,
    now,
    readAgain,
  }: { credential: Credential; now: Date; readAgain: (store: Tables) => Promise<Claim> },
): Promise<Claim> {
  const { slot } = claim;
  if (!claim.isNeeded) return claim;
  if (credential.read_only) {
    if (!isHeld(slot, now)) assertMayChange(credential);
    return claim;
  }
  if (isHeld(slot, now)) {
    const after = renewed(claim.pool, slot, now);
    if (isSame(slot, after)) return claim;
    // One statement without a lock. It does nothing when the slot has changed since it was read.
    if (await store.slots.renew(claim.place, slot, after)) return { ...claim, slot: after };
  }
  return store.transaction(async (tables) => {
    const taken = await renewSlot(tables, await readAgain(tables), now);
    if (taken.isNeeded && taken.slot === undefined) throw noSlot(taken);
    return taken;
  });
}
