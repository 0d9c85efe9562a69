import type { components } from '../../generated/openapi.d.ts';
import {
  type FeatureInUse,
  isFeatureExpired,
  type LicenseFeature,
} from '../rules/license-feature.ts';
import type { Product } from '../rules/product.ts';
import { poolOf } from '../rules/slots.ts';
import { presentCounter } from './present-counter.ts';

type Presented = components['schemas']['LicenseFeature'];

/** The LicenseFeature schema of the contract, for one feature: without `is_expired`. */
export function presentFeature(feature: FeatureInUse, product: Product, now: Date): Presented {
  const counter = presentCounter(feature, now);
  return {
    id: feature.id,
    license_id: feature.license_id,
    code: feature.code,
    name: feature.name,
    feature_type: feature.feature_type,
    expiry_date: feature.expires_at?.toISOString() ?? null,
    max_consumption: counter.max_consumptions,
    ...counter,
    // Without a limit there is nothing to count either.
    allow_unlimited_consumptions:
      feature.feature_type === 'consumption' && counter.allow_unlimited_consumptions,
    ...presentSharing(feature, product),
    ...(feature.floating && { floating_in_use_devices: feature.slots_in_use }),
    metadata: feature.metadata,
  };
}

/** How the devices share a feature. */
export function presentSharing(feature: LicenseFeature, product: Product) {
  return {
    is_floating: false,
    is_floating_cloud: feature.floating,
    ...(feature.floating && {
      floating_users: feature.floating_users ?? 0,
      floating_timeout: poolOf(feature, product).timeout,
    }),
  };
}

/** The features in a license. @param expired true to show expired ones too */
export function presentFeatures(
  features: readonly FeatureInUse[],
  product: Product,
  now: Date,
  expired: boolean,
): Presented[] {
  return features.flatMap((feature) => {
    const is_expired = isFeatureExpired(feature, now);
    return is_expired && !expired ? [] : [{ ...presentFeature(feature, product, now), is_expired }];
  });
}
