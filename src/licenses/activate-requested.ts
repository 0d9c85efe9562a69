import { type Channel, chooseActivation } from '../rules/activation.ts';
import type { Candidate } from '../rules/license.ts';
import type { Tables } from '../store/tables.ts';
import { type ActivatingDevice, activateOnDevice } from './activate-on-device.ts';
import type { RequestedLicenses } from './requested-licenses.ts';
import { claimToLicense, renewSlot } from './take-slot.ts';

/**
 * Activates one of the licenses that a request names, and takes a slot of a floating one if any is free. Call it in a
 * transaction, so that seats are never oversold.
 * @returns the license as it is now
 * @throws ApiError those of `chooseActivation` and `activateOnDevice`
 */
export async function activateRequested(
  store: Tables,
  { product, query, notFoundMessage }: RequestedLicenses,
  device: ActivatingDevice,
  { now, channel }: { now: Date; channel: Channel },
): Promise<Candidate> {
  const candidates = await store.seats.findCandidates(query, now);
  const chosen = chooseActivation(candidates, now, notFoundMessage, channel);
  const activated = await activateOnDevice(store, chosen, device, now);
  const claim = claimToLicense(activated, product, now);
  return { ...activated, slot: (await renewSlot(store, claim, now)).slot };
}
