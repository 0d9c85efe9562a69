import type { SignedOperation } from '../contract/operation.ts';
import { countFeatureUse } from '../licenses/count-use.ts';
import { presentCounter } from '../licenses/present-counter.ts';
import { presentSharing } from '../licenses/present-feature.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { shouldRecordSeen } from '../rules/license.ts';
import { chooseBound } from '../rules/license-states.ts';
import { requireCountingFeature } from '../rules/require-feature.ts';
import { company } from './company.ts';

/** Counts use of a feature, under the lock of its license, so that the counter never exceeds its limit. */
export const addFeatureConsumption: SignedOperation<'addFeatureConsumption'> = async (
  deps,
  request,
) => {
  const { body, operationId } = request;
  const { query, product, notFoundMessage } = await requestedLicenses(deps, request, body);
  const now = deps.clock();
  const feature = await deps.store.transaction(async (store) => {
    const candidates = await store.seats.findCandidates(query, now);
    const candidate = chooseBound(operationId, candidates, notFoundMessage, now);
    const used = requireCountingFeature(candidate, body.feature, now);
    const counter = await countFeatureUse(store, used, body.consumptions, now);
    if (shouldRecordSeen(candidate.device, now))
      await store.seats.recordSeen(candidate.device, now);
    return { ...used, ...counter };
  });
  return {
    status: 200,
    body: {
      id: feature.id,
      license_id: feature.license_id,
      ...presentCounter(feature, now),
      ...presentSharing(feature, product),
      company,
    },
  };
};
