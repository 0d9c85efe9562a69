import type { components } from '../../generated/openapi.d.ts';
import type { IssuedLicense } from '../rules/issued-license.ts';
import { isInUse } from '../rules/license.ts';
import type { Product } from '../rules/product.ts';
import type { Stored } from '../store/stored.ts';

/** The TrialKey schema of the contract. @param initialPassword empty when there is none to return */
export function presentTrial(
  license: Stored<IssuedLicense>,
  product: Product,
  initialPassword: string,
): components['schemas']['TrialKey'] {
  return {
    id: license.id,
    order_id: license.id,
    product_id: license.product_id,
    ...(license.license_key === null
      ? { license_user: license.trial_holder ?? '', initial_password: initialPassword }
      : { license_key: license.license_key }),
    license_type: license.license_type,
    max_activations: license.max_activations ?? 0,
    times_activated: license.times_activated,
    is_trial: license.is_trial,
    active: license.enabled && isInUse(license),
    enabled: license.enabled,
    max_transfers: license.allow_transfers ? license.max_transfers : 0,
    trial_days: license.valid_days ?? 0,
    maintenance_duration: null,
    validity_period: license.valid_until?.toISOString() ?? null,
    enable_maintenance_period: license.maintenance_until !== null,
    prevent_vm: product.prevent_vm,
    is_hardware_key_auth: false,
    metadata: license.metadata,
    created_at: license.created_at.getTime(),
    updated_at: license.updated_at.getTime(),
  };
}
