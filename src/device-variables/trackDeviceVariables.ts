import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { chooseBound } from '../rules/license-states.ts';
import { presentVariables } from './present-variables.ts';

/** Stores variables of a device. */
export const trackDeviceVariables: SignedOperation<'trackDeviceVariables'> = async (
  deps,
  request,
) => {
  const { body, operationId } = request;
  const { query, notFoundMessage } = await requestedLicenses(deps, request, body);
  const report = { fields: {}, variables: body.variables };
  const stored = await deps.store.transaction(async (store) => {
    const now = deps.clock();
    const candidates = await store.seats.findCandidates(query, now);
    const { device } = chooseBound(operationId, candidates, notFoundMessage, now);
    await store.seats.updateDevice(device, report, now);
    return store.seats.findVariables(device.id);
  });
  return { status: 200, body: presentVariables(stored) };
};
