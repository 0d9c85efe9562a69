import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { claimToLicense } from '../licenses/take-slot.ts';
import { chooseBound } from '../rules/license-states.ts';

/** Frees the slot that a device holds of a floating license, also when it has borrowed it. */
export const releaseSlot: SignedOperation<'releaseSlot'> = async (deps, request) => {
  const { query, product, notFoundMessage } = await requestedLicenses(deps, request, request.body);
  const now = deps.clock();
  await deps.store.transaction(async (store) => {
    const candidates = await store.seats.findCandidates(query, now);
    const bound = chooseBound(request.operationId, candidates, notFoundMessage, now);
    await store.slots.free(claimToLicense(bound, product, now).place);
  });
  return { status: 200, body: '' };
};
