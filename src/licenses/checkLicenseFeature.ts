import type { SignedOperation } from '../contract/operation.ts';
import { chooseBound } from '../rules/license-states.ts';
import { requireFeature } from '../rules/require-feature.ts';
import { presentFeature } from './present-feature.ts';
import { recordSeen } from './record-seen.ts';
import { requestedLicenses } from './requested-licenses.ts';

/** Returns a feature of the license that a device is bound to. */
export const checkLicenseFeature: SignedOperation<'checkLicenseFeature'> = async (
  deps,
  request,
) => {
  const { query: fields, operationId } = request;
  const { query, notFoundMessage } = await requestedLicenses(deps, request, fields);
  const now = deps.clock();
  const candidates = await deps.store.seats.findCandidates(query);
  const candidate = chooseBound(operationId, candidates, notFoundMessage, now);
  const feature = requireFeature(candidate, fields.feature, now);
  await recordSeen(deps, request.credential, candidate.device, now);
  return { status: 200, body: presentFeature(feature, now) };
};
