import { ApiError } from '../rules/errors.ts';
import type { SignedOperation } from '../contract/operation.ts';
import { usableProduct } from '../rules/product.ts';
import { assertMayChange } from '../rules/api-key.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { claimToken } from './claim-token.ts';
import { boundTo } from '../rules/license.ts';

/** Frees a device's seat. `username` alone is enough, as on checks, but frees nobody else's device. */
export const deactivateLicense: SignedOperation<'deactivateLicense'> = async (deps, request) => {
  const { body, apiKey, operationId: action, origin, about, guessPassword } = request;
  const form = authorizationForm('deactivateLicense', body);
  assertMayChange(apiKey);
  const code = body.product;
  const product = usableProduct(await deps.store.products.findByCode(code), { code, apiKey });
  const { holder, absent, tokenUse } = await authorizeHolder(deps, {
    form,
    apiKey,
    product,
    about,
    guessPassword,
  });
  if (holder === undefined) throw new ApiError('license_not_found', absent);

  const hardwareId = body.hardware_id;
  await deps.store.transaction(async (store) => {
    await claimToken(store, tokenUse, hardwareId);
    const candidates = await store.licenses.findCandidates({
      productId: product.id,
      holder,
      hardwareId,
      licenseId: body.license_id,
    });
    const user = 'licenseUserId' in holder ? holder.licenseUserId : undefined;
    const { device, license } = boundTo(candidates, absent, user);
    const now = deps.clock();
    await store.licenses.releaseDevice(device, now);
    const subject = { kind: 'license', id: license.id } as const;
    await store.audit.record(origin, { action, outcome: 'done', subject, about }, now);
  });
  return { status: 200, body: 'license_deactivated' };
};
