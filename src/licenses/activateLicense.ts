import type { SignedOperation } from '../contract/operation.ts';
import { activatableProduct, assertMachineFits } from '../rules/product.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { deviceReport } from './device-report.ts';
import { chooseActivation } from '../rules/activation.ts';
import { activateOnDevice } from './activate-on-device.ts';
import { activationFile } from './installation-file.ts';
import { presentLicense } from './present-license.ts';
import { claimToken } from './claim-token.ts';
import { claimToLicense, renewSlot } from './take-slot.ts';

/** Activates a license on a device, in one transaction, so that seats are never oversold. */
export const activateLicense: SignedOperation<'activateLicense'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const requested = await requestedLicenses(deps, request, body, activatableProduct);
  const { product, query, hardwareId, notFoundMessage, tokenUse } = requested;
  assertMachineFits(product, body.is_vm);
  const now = deps.clock();
  const report = deviceReport(body);
  const activated = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates(query);
    const chosen = chooseActivation(candidates, now, notFoundMessage);
    await activateOnDevice(store, chosen, { hardwareId, report, action, origin, about }, now);
    const { license } = chosen.candidate;
    const [result = chosen.candidate] = await store.seats.findCandidates({
      ...query,
      licenseId: license.id,
    });
    const { device } = result;
    if (device === undefined) return result;
    const claim = claimToLicense({ ...result, device }, product, now);
    return { ...result, slot: (await renewSlot(store, claim, now)).slot };
  });
  const installation = await activationFile(deps, activated, { product, now });
  return {
    status: 200,
    body: await presentLicense(deps.keys.current.response, activated, {
      product,
      hardwareId,
      now,
      expiredFeatures: body.include_expired_features === true,
      installation,
    }),
  };
};
