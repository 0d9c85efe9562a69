import { ApiError } from '../rules/errors.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { usableProduct } from '../rules/product.ts';
import { assertMayChange } from '../rules/api-key.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { claimToken } from './claim-token.ts';
import { findActivatedOn } from '../rules/license.ts';

/** Deactivates a device. `username` is sufficient, but not for another user's device (docs/pages/decisions.md#license-users-deactivate-their-own-devices). */
export const deactivateLicense: SignedOperation<'deactivateLicense'> = async (deps, request) => {
  const { body, apiKey, operationId: action, origin, about, guessPassword } = request;
  const form = authorizationForm('deactivateLicense', body);
  assertMayChange(apiKey);
  const code = body.product;
  const product = usableProduct(await deps.store.products.findByCode(code), { code, apiKey });
  const { holder, notFoundMessage, tokenUse } = await authorizeHolder(deps, {
    form,
    apiKey,
    product,
    about,
    guessPassword,
  });
  if (holder === undefined) throw new ApiError('license_not_found', notFoundMessage);

  const hardwareId = body.hardware_id;
  await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.seats.findCandidates({
      productId: product.id,
      holder,
      hardwareId,
      licenseId: body.license_id,
    });
    const user = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
    const { device, license } = findActivatedOn(candidates, notFoundMessage, user);
    const now = deps.clock();
    await store.seats.releaseDevice(device, now);
    const subject = { kind: 'license', id: license.id } as const;
    await store.audit.record(origin, { action, outcome: 'done', subject, about }, now);
  });
  return { status: 200, body: 'license_deactivated' };
};
