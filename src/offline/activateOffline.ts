import type { SignedOperation } from '../contract/operation.ts';
import { activateOnDevice } from '../licenses/activate-on-device.ts';
import { activationFile } from '../licenses/installation-file.ts';
import { requestedLicenses } from '../licenses/requested-licenses.ts';
import { claimToLicense, renewSlot } from '../licenses/take-slot.ts';
import { deviceReport } from '../licenses/device-report.ts';
import { chooseActivation } from '../rules/activation.ts';
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
  const { product, query, hardwareId, notFoundMessage } = requested;
  assertMachineFits(product, body.is_vm);
  const now = deps.clock();
  const report = deviceReport(body);
  const license = await deps.store.transaction((store) =>
    once(store, offline, now, async () => {
      const candidates = await store.seats.findCandidates(query);
      const chosen = chooseActivation(candidates, now, notFoundMessage, 'offline');
      await activateOnDevice(store, chosen, { hardwareId, report, action, origin, about }, now);
      const { id: licenseId } = chosen.candidate.license;
      await store.offlineRequests.recordActivation({ licenseId, hardwareId }, offline);
      const [result = chosen.candidate] = await store.seats.findCandidates({ ...query, licenseId });
      const { device } = result;
      const claim = device && claimToLicense({ ...result, device }, product, now);
      const slot = claim && (await renewSlot(store, claim, now)).slot;
      const activated = { ...result, slot };
      const expiredFeatures = body.include_expired_features === true;
      const installation = await activationFile({ ...deps, store }, activated, { product, now });
      const context = { product, hardwareId, now, expiredFeatures, installation, offline };
      return presentOfflineLicense(deps.keys.current.response, activated, context);
    }),
  );
  return { status: 200, body: license };
};
