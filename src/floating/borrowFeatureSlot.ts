import type { SignedOperation } from '../contract/operation.ts';
import { claimToken } from '../licenses/claim-token.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { claimToFeature } from '../licenses/take-slot.ts';
import { chooseBound } from '../rules/license-states.ts';
import { requireFeature } from '../rules/require-feature.ts';
import { borrow } from './borrow.ts';

/** Keeps a slot of a floating feature for a device until a time, so that it can be offline until then. */
export const borrowFeatureSlot: SignedOperation<'borrowFeatureSlot'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const { borrowed_until: borrowedUntil } = body;
  const requested = await requestedLicenses(deps, request, body);
  const { product, query, hardwareId, notFoundMessage, tokenUse } = requested;
  const now = deps.clock();
  const slot = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates(query, now);
    const asked = { borrowedUntil, feature: body.feature };
    const bound = chooseBound(action, candidates, notFoundMessage, now, asked);
    const feature = requireFeature(bound, body.feature, now);
    const claim = await claimToFeature(store, bound, feature, product, now);
    const borrowed = await borrow(store, claim, borrowedUntil, {
      action,
      origin,
      about,
      now,
    });
    return { ...borrowed, id: feature.id, code: feature.code };
  });
  return { status: 200, body: slot };
};
