import type { SignedOperation } from '../contract/operation.ts';
import { claimToken } from '../licenses/claim-token.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { claimToLicense } from '../licenses/take-slot.ts';
import { chooseBound } from '../rules/license-states.ts';
import { borrow } from './borrow.ts';

/** Keeps a slot of a floating license for a device until a time, so that it can be offline until then. */
export const borrowSlot: SignedOperation<'borrowSlot'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const { borrowed_until: borrowedUntil } = body;
  const requested = await requestedLicenses(deps, request, body);
  const { product, query, hardwareId, notFoundMessage, tokenUse } = requested;
  const now = deps.clock();
  const slot = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates(query, now);
    const asked = { borrowedUntil };
    const bound = chooseBound(action, candidates, notFoundMessage, now, asked);
    const claim = claimToLicense(bound, product, now);
    return borrow(store, claim, borrowedUntil, { action, origin, about, now });
  });
  return { status: 200, body: slot };
};
