import type { SignedOperation } from '../contract/operation.ts';
import { latestVersion } from './latest-version.ts';
import { permittedProduct } from '../rules/product.ts';

/** Returns the settings of a product. Overages are not supported: these have neutral values. */
export const getProductDetails: SignedOperation<'getProductDetails'> = async (
  deps,
  { query, credential },
) => {
  const code = query.product;
  const product = permittedProduct(await deps.store.products.findByCode(code), {
    code,
    credential,
  });
  return {
    status: 200,
    body: {
      product_id: product.id,
      product_name: product.name,
      short_code: product.code,
      authorization_method: product.authorization_method,
      floating_timeout: product.floating_timeout,
      max_overages: 0,
      trial_days: product.trial_days,
      allow_overages: false,
      allow_trial: product.allow_trial,
      prevent_vm: product.prevent_vm,
      metadata: product.metadata,
      ...(query.include_custom_fields === true ? { custom_fields: [] } : {}),
      ...(query.include_latest_version === true
        ? { latest_version: await latestVersion(deps, product, query.env) }
        : {}),
    },
  };
};
