import { findMembers } from '../bundles/find-members.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { countLicenseUse } from '../licenses/count-use.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { releaseDevice } from '../licenses/release-device.ts';
import { requestedBundle } from '../licenses/requested-licenses.ts';
import { usableBundle } from '../rules/bundle.ts';
import { countingMember, membersActivatedOn } from '../rules/bundle-license.ts';
import { assertNotTamperedWith } from '../rules/offline-file.ts';
import { once } from './once.ts';
import { permittedToBoth, requestedOffline } from './requested-offline.ts';

/** Gives back the seats of a device on the licenses of a bundle with its request file, in one transaction. */
export const deactivateBundleOffline: SignedOperation<'deactivateBundleOffline'> = async (
  deps,
  request,
) => {
  const { body, operationId: action, origin, about } = request;
  const { offline, signed } = await requestedOffline(deps, request, 'deactivation');
  const permit = permittedToBoth(usableBundle, request.credential);
  const { query, notFoundMessage: absent } = await requestedBundle(deps, signed, body, permit);
  const { holder } = query;
  const licenseUserId = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
  const { credential } = signed;
  const now = deps.clock();
  const answer = await deps.store.transaction((store) =>
    once(store, offline, now, async () => {
      const bundleLicenses = await findMembers(store, query, now);
      const members = membersActivatedOn(bundleLicenses, { credential, absent, licenseUserId });
      const counting = body.consumptions === undefined ? undefined : countingMember(members);
      for (const member of members) {
        const { license, device, product } = member;
        assertNotTamperedWith(offline, await store.offlineRequests.findActivation(device.id));
        if (license.id === counting?.license.id) {
          await countLicenseUse(store, license, body.consumptions ?? 0, now);
        }
        await store.seats.updateDevice(device, deviceReport(body), now);
        const aboutMember = { ...about, product: product.code };
        const detail = { schema: offline.schema, consumptions: body.consumptions };
        await releaseDevice(store, member, { action, origin, about: aboutMember, detail }, now);
      }
      return 'license_deactivated' as const;
    }),
  );
  return { status: 200, body: answer };
};
