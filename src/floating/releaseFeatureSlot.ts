import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { claimToFeature } from '../licenses/take-slot.ts';
import { chooseBound } from '../rules/license-states.ts';
import { refusalOf } from '../rules/license.ts';
import { requireFeature } from '../rules/require-feature.ts';
import { isHeld } from '../rules/slots.ts';

/** Frees the slot that a device holds of a floating feature, also when it has borrowed it. */
export const releaseFeatureSlot: SignedOperation<'releaseFeatureSlot'> = async (deps, request) => {
  const { body, operationId } = request;
  const { query, product, notFoundMessage } = await requestedLicenses(deps, request, body);
  const now = deps.clock();
  await deps.store.transaction(async (store) => {
    const candidates = await store.seats.findCandidates(query, now);
    const asked = { feature: body.feature };
    const bound = chooseBound(operationId, candidates, notFoundMessage, now, asked);
    const feature = requireFeature(bound, body.feature, now);
    const { slot, place } = await claimToFeature(store, bound, feature, product, now);
    if (!isHeld(slot, now)) {
      throw refusalOf(
        bound,
        'floating_feature_device_not_in_use',
        `The device holds no slot of the floating feature ${feature.code}.`,
      );
    }
    await store.slots.free(place);
  });
  return { status: 200, body: '' };
};
