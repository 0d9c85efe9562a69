import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { deviceReport, isEmptyReport } from './device-report.ts';
import { chooseBound } from '../rules/license-states.ts';
import { holdSlot } from './hold-slot.ts';
import { checkedFile } from './installation-file.ts';
import { presentLicense } from './present-license.ts';
import { recordSeen } from './record-seen.ts';
import { claimToLicense } from './take-slot.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Returns the state of the license that a device is bound to, and renews its slot of a floating license. With a read-only
 * API key nothing is stored.
 */
export const checkLicense: SignedOperation<'checkLicense'> = async (deps, request) => {
  const { credential } = request;
  const requested = await requestedLicenses(deps, request, request.query);
  const { product, query, hardwareId, notFoundMessage } = requested;
  const now = deps.clock();
  const read = async ({ seats }: Pick<Tables, 'seats'>) => {
    const candidates = await seats.findCandidates(query, now);
    const bound = chooseBound('checkLicense', candidates, notFoundMessage, now);
    return claimToLicense(bound, product, now);
  };
  const claim = await holdSlot(deps, await read(deps.store), { credential, now, readAgain: read });
  const checked = { ...claim.bound, slot: claim.slot };

  const report = deviceReport(request.query);
  const { device } = checked;
  if (!credential.read_only && !isEmptyReport(report)) {
    await deps.store.transaction((store) => store.seats.updateDevice(device, report, now));
  } else {
    await recordSeen(deps, credential, device, now);
  }
  const environment = request.query.env;
  const installation = await checkedFile(deps, checked, { product, now, environment });
  return {
    status: 200,
    body: await presentLicense(deps.keys.current.response, checked, {
      product,
      hardwareId,
      now,
      expiredFeatures: request.query.include_expired_features === true,
      installation,
    }),
  };
};
