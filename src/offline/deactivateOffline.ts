import type { SignedOperation } from '../contract/operation.ts';
import { countLicenseUse } from '../licenses/count-use.ts';
import { releaseDevice } from '../licenses/release-device.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { findActivatedOn } from '../rules/license.ts';
import { usableProduct } from '../rules/product.ts';
import { assertNotTamperedWith } from '../rules/offline-file.ts';
import { once } from './once.ts';
import { permittedToBoth, requestedOffline } from './requested-offline.ts';

/** Deactivates a device with its request file, and takes over what it has counted and stored meanwhile. */
export const deactivateOffline: SignedOperation<'deactivateOffline'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const { offline, signed } = await requestedOffline(deps, request, 'deactivation');
  const permit = permittedToBoth(usableProduct, request.credential);
  const requested = await requestedLicenses(deps, signed, body, permit);
  const { query, notFoundMessage } = requested;
  const { holder } = query;
  const now = deps.clock();
  const answer = await deps.store.transaction((store) =>
    once(store, offline, now, async () => {
      const candidates = await store.seats.findCandidates(query, now);
      const user = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
      const bound = findActivatedOn(candidates, notFoundMessage, user);
      const { device, license } = bound;
      assertNotTamperedWith(offline, await store.offlineRequests.findActivation(device.id));
      if (body.consumptions !== undefined && license.license_type === 'consumption') {
        await countLicenseUse(store, license, body.consumptions, now);
      }
      await store.seats.updateDevice(device, deviceReport(body), now);
      const detail = { schema: offline.schema, consumptions: body.consumptions };
      await releaseDevice(store, bound, { action, origin, about, detail }, now);
      return 'license_deactivated' as const;
    }),
  );
  return { status: 200, body: answer };
};
