import type { SignedOperation } from '../contract/operation.ts';
import { countLicenseUse } from '../licenses/count-use.ts';
import { presentCounter } from '../licenses/present-counter.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { shouldRecordSeen } from '../rules/license.ts';
import { chooseBound } from '../rules/license-states.ts';

/** Counts use of a license, in one transaction, so that the counter never exceeds its limit. */
export const addConsumption: SignedOperation<'addConsumption'> = async (deps, request) => {
  const { body, operationId } = request;
  const { query, notFoundMessage } = await requestedLicenses(deps, request, body);
  const now = deps.clock();
  const license = await deps.store.transaction(async (store) => {
    const candidates = await store.seats.findCandidates(query);
    const candidate = chooseBound(operationId, candidates, notFoundMessage, now);
    const counter = await countLicenseUse(store, candidate.license, body.consumptions, now);
    if (shouldRecordSeen(candidate.device, now))
      await store.seats.recordSeen(candidate.device, now);
    return { ...candidate.license, ...counter };
  });
  return { status: 200, body: { id: license.id, ...presentCounter(license, now) } };
};
