import { defaultsOf } from '../../contract/defaults.ts';
import { assertPolicyFits, type LicensePolicy } from '../../rules/license-policy.ts';
import type { Product } from '../../rules/product.ts';

/** Checks that licenses of the product can have the terms of a policy. @throws ApiError validation_error */
export function assertFitsProduct(policy: LicensePolicy, product: Product): void {
  const { starts_at, valid_until, ...defaults } = defaultsOf('NewLicense');
  const terms = { ...defaults, starts_at, valid_until };
  assertPolicyFits(policy, terms, product.authorization_method);
}
