import type { SignedOperation } from '../contract/operation.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { countLicenseUse } from './count-use.ts';
import { releaseDevice } from './release-device.ts';
import { claimToken } from './claim-token.ts';
import { findActivatedOn } from '../rules/license.ts';

/** Deactivates a device. `username` is sufficient, but not for another user's device (docs/pages/decisions.md#license-users-deactivate-their-own-devices). */
export const deactivateLicense: SignedOperation<'deactivateLicense'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const requested = await requestedLicenses(deps, request, body);
  const { query, hardwareId, notFoundMessage, tokenUse } = requested;
  const { holder } = query;
  await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const now = deps.clock();
    const candidates = await store.seats.findCandidates(query, now);
    const user = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
    const bound = findActivatedOn(candidates, notFoundMessage, user);
    const { license } = bound;
    if (body.consumptions !== undefined && license.license_type === 'consumption') {
      await countLicenseUse(store, license, body.consumptions, now);
    }
    await releaseDevice(store, bound, { action, origin, about }, now);
  });
  return { status: 200, body: 'license_deactivated' };
};
