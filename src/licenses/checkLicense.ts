import { ApiError } from '../rules/errors.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { usableProduct } from '../rules/product.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { deviceReport, isEmptyReport } from './device-report.ts';
import { chooseToCheck, shouldRecordSeen } from '../rules/license.ts';
import { presentLicense } from './present-license.ts';

/** Returns the state of the license that a device is bound to. With a read-only API key nothing is stored. */
export const checkLicense: SignedOperation<'checkLicense'> = async (deps, request) => {
  const { query, apiKey, about, guessPassword } = request;
  const form = authorizationForm('checkLicense', query);
  const code = query.product;
  const product = usableProduct(await deps.store.products.findByCode(code), { code, apiKey });
  const { holder, notFoundMessage } = await authorizeHolder(deps, {
    form,
    apiKey,
    product,
    about,
    guessPassword,
  });
  if (holder === undefined) throw new ApiError('license_not_found', notFoundMessage);

  const hardwareId = query.hardware_id;
  const candidates = await deps.store.seats.findCandidates({
    productId: product.id,
    holder,
    hardwareId,
    licenseId: query.license_id,
  });
  const checked = chooseToCheck(candidates, notFoundMessage);

  const now = deps.clock();
  const report = deviceReport(query);
  const { device } = checked;
  if (!apiKey.read_only && !isEmptyReport(report)) {
    await deps.store.transaction((store) => store.seats.updateDevice(device, report, now));
  } else if (!apiKey.read_only && shouldRecordSeen(device, now)) {
    // A failure to store it must not fail the check.
    await deps.store.seats.recordSeen(device, now).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'the last use of a device could not be stored');
    });
  }
  return {
    status: 200,
    body: await presentLicense(deps.keys.current.response, checked, { product, hardwareId, now }),
  };
};
