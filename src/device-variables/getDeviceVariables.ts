import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { chooseBound } from '../rules/license-states.ts';
import { presentVariables } from './present-variables.ts';

/** Returns the variables of a device. */
export const getDeviceVariables: SignedOperation<'getDeviceVariables'> = async (deps, request) => {
  const { query, notFoundMessage } = await requestedLicenses(deps, request, request.query);
  const now = deps.clock();
  const candidates = await deps.store.seats.findCandidates(query, now);
  const { device } = chooseBound(request.operationId, candidates, notFoundMessage, now);
  return { status: 200, body: presentVariables(await deps.store.seats.findVariables(device.id)) };
};
