import { newId } from '../rules/ids.ts';
import { ApiError } from '../rules/errors.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { activatableProduct } from '../rules/product.ts';
import { assertMayChange } from '../rules/api-key.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { deviceReport } from './device-report.ts';
import { chooseActivation } from '../rules/license.ts';
import { presentLicense } from './present-license.ts';
import { claimToken } from './claim-token.ts';

/** Activates a license on a device, in one transaction, so that seats are never oversold. */
export const activateLicense: SignedOperation<'activateLicense'> = async (deps, request) => {
  const { body, apiKey, operationId: action, origin, about, guessPassword } = request;
  const form = authorizationForm('activateLicense', body);
  assertMayChange(apiKey);
  const code = body.product;
  const product = activatableProduct(await deps.store.products.findByCode(code), { code, apiKey });
  const { holder, notFoundMessage, tokenUse } = await authorizeHolder(deps, {
    form,
    apiKey,
    product,
    about,
    guessPassword,
  });
  if (holder === undefined) throw new ApiError('license_not_found', notFoundMessage);

  const now = deps.clock();
  const hardwareId = body.hardware_id;
  const report = deviceReport(body);
  const query = { productId: product.id, holder, hardwareId };
  const activated = await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates({
      ...query,
      licenseId: body.license_id,
    });
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
