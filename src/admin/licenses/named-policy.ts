import { ApiError } from '../../rules/errors.ts';
import type { LicensePolicy } from '../../rules/license-policy.ts';
import type { Product } from '../../rules/product.ts';
import type { Tables } from '../../store/tables.ts';

/** Finds the policy that a new license names. @throws ApiError validation_error when the product has none of that code */
export async function namedPolicy(
  store: Tables,
  product: Product,
  code: string | undefined,
): Promise<LicensePolicy | undefined> {
  if (code === undefined) return undefined;
  const policy = await store.licensePolicies.findByCode(product.id, code);
  if (policy !== undefined) return policy;
  throw new ApiError(
    'validation_error',
    `body.license_policy: the product ${product.code} has no license policy ${code}`,
  );
}
