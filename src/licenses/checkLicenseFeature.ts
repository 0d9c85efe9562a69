import type { SignedOperation } from '../contract/operation.ts';
import { chooseBound } from '../rules/license-states.ts';
import { requireFeature } from '../rules/require-feature.ts';
import { presentFeature } from './present-feature.ts';
import { holdSlot } from './hold-slot.ts';
import { recordSeen } from './record-seen.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { claimToFeature } from './take-slot.ts';
import type { Tables } from '../store/tables.ts';

/** Returns a feature of the license that a device is bound to, and renews its slot of a floating one. */
export const checkLicenseFeature: SignedOperation<'checkLicenseFeature'> = async (
  deps,
  request,
) => {
  const { query: fields, operationId, credential } = request;
  const { query, product, notFoundMessage } = await requestedLicenses(deps, request, fields);
  const now = deps.clock();
  const read = async (store: Pick<Tables, 'seats' | 'slots'>) => {
    const candidates = await store.seats.findCandidates(query, now);
    const bound = chooseBound(operationId, candidates, notFoundMessage, now);
    const feature = requireFeature(bound, fields.feature, now);
    return claimToFeature(store, bound, feature, product, now);
  };
  const first = await read(deps.store);
  const { bound, place } = await holdSlot(deps, first, { credential, now, readAgain: read });
  const feature = requireFeature(bound, fields.feature, now);
  await recordSeen(deps, credential, bound.device, now);
  // Counted anew: the check may have taken a slot.
  const slots_in_use = feature.floating ? await deps.store.slots.count(place, now) : 0;
  return { status: 200, body: presentFeature({ ...feature, slots_in_use }, product, now) };
};
