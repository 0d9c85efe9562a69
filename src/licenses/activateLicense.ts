import type { SignedOperation } from '../contract/operation.ts';
import { activatableProduct, assertMachineFits } from '../rules/product.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { deviceReport } from './device-report.ts';
import { activateRequested } from './activate-requested.ts';
import { activationFile } from './installation-file.ts';
import { presentLicense } from './present-license.ts';
import { claimToken } from './claim-token.ts';

/** Activates a license on a device, in one transaction, so that seats are never oversold. */
export const activateLicense: SignedOperation<'activateLicense'> = async (deps, request) => {
  const { body, operationId: action, origin, about } = request;
  const requested = await requestedLicenses(deps, request, body, activatableProduct);
  const { product, hardwareId, tokenUse } = requested;
  assertMachineFits(product, body.is_vm);
  const now = deps.clock();
  const device = { hardwareId, report: deviceReport(body), action, origin, about };
  const activated = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    return activateRequested(store, requested, device, { now, channel: 'online' });
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
