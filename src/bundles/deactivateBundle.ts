import type { SignedOperation } from '../contract/operation.ts';
import { claimToken } from '../licenses/claim-token.ts';
import { countLicenseUse } from '../licenses/count-use.ts';
import { releaseDevice } from '../licenses/release-device.ts';
import { requestedBundle } from '../licenses/requested-licenses.ts';
import { countingMember, membersActivatedOn } from '../rules/bundle-license.ts';
import { findMembers } from './find-members.ts';

/** Gives back the seats that a device has on the licenses of a bundle, in one transaction. `username` is sufficient, but not for another user's device. */
export const deactivateBundle: SignedOperation<'deactivateBundle'> = async (deps, request) => {
  const { body, operationId: action, origin, about, credential } = request;
  const requested = await requestedBundle(deps, request, body);
  const { query, hardwareId, notFoundMessage: absent, tokenUse } = requested;
  const { holder } = query;
  const licenseUserId = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
  await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const now = deps.clock();
    const bundleLicenses = await findMembers(store, query, now);
    const members = membersActivatedOn(bundleLicenses, { credential, absent, licenseUserId });
    if (body.consumptions !== undefined) {
      const license = countingMember(members)?.license;
      if (license !== undefined) {
        await countLicenseUse(store, license, body.consumptions, now);
      }
    }
    for (const member of members) {
      const aboutMember = { ...about, product: member.product.code };
      await releaseDevice(store, member, { action, origin, about: aboutMember }, now);
    }
  });
  return { status: 200, body: 'license_deactivated' };
};
