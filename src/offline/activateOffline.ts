import type { SignedOperation } from '../contract/operation.ts';
import { activateRequested } from '../licenses/activate-requested.ts';
import { activationFile } from '../licenses/installation-file.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { activatableProduct, assertMachineFits } from '../rules/product.ts';
import { once } from './once.ts';
import { presentOfflineLicense } from './present-offline-license.ts';
import { permittedToBoth, requestedOffline } from './requested-offline.ts';

/** Activates a license with the request file of a device, as `activateLicense` does with a request. */
export const activateOffline: SignedOperation<'activateOffline'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const { offline, signed } = await requestedOffline(deps, request, 'activation');
  const permit = permittedToBoth(activatableProduct, request.credential);
  const requested = await requestedLicenses(deps, signed, body, permit);
  const { product, hardwareId } = requested;
  assertMachineFits(product, body.is_vm);
  const now = deps.clock();
  const device = { hardwareId, report: deviceReport(body), action, origin, about };
  const license = await deps.store.transaction((store) =>
    once(store, offline, now, async () => {
      const how = { now, channel: 'offline' } as const;
      const activated = await activateRequested(store, requested, device, how);
      const { id: licenseId } = activated.license;
      await store.offlineRequests.recordActivation({ licenseId, hardwareId }, offline);
      const expiredFeatures = body.include_expired_features === true;
      const installation = await activationFile({ ...deps, store }, activated, { product, now });
      const context = { product, hardwareId, now, expiredFeatures, installation, offline };
      return presentOfflineLicense(deps.keys.current.response, activated, context);
    }),
  );
  return { status: 200, body: license };
};
