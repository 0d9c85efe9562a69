import { newId } from '../rules/ids.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { activatableProduct, assertMachineFits } from '../rules/product.ts';
import { requestedLicenses } from './requested-licenses.ts';
import { deviceReport } from './device-report.ts';
import { chooseActivation, endFromActivation } from '../rules/activation.ts';
import { presentLicense } from './present-license.ts';
import { claimToken } from './claim-token.ts';

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
    const { candidate, activation } = chooseActivation(candidates, now, notFoundMessage);
    const { license, device } = candidate;
    if (activation.outcome === 'keep' && device !== undefined) {
      await store.seats.updateDevice(device, report, now);
    } else {
      const isTransfer = activation.outcome === 'bind' && activation.isTransfer;
      const newDeviceId = newId();
      await store.seats.bindDevice({
        license,
        device,
        newDeviceId,
        hardwareId,
        report,
        isTransfer,
        now,
      });
    }
    const end = endFromActivation(license, now);
    if (end !== undefined) await store.seats.setEnd(license.id, end);
    const subject = { kind: 'license', id: license.id } as const;
    await store.audit.record(origin, { action, outcome: 'done', subject, about }, now);
    const [result] = await store.seats.findCandidates({ ...query, licenseId: license.id });
    return result ?? candidate;
  });
  return {
    status: 200,
    body: await presentLicense(deps.keys.current.response, activated, { product, hardwareId, now }),
  };
};
