import type { components } from '../../generated/openapi.d.ts';
import { isFeatureExpired, type LicenseFeature } from '../rules/license-feature.ts';
import { presentCounter } from './present-counter.ts';

type Presented = components['schemas']['LicenseFeature'];

/** The LicenseFeature schema of the contract, for one feature: without `is_expired`. */
export function presentFeature(feature: LicenseFeature, now: Date): Presented {
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
    // Floating features are not supported: these are their neutral values.
    is_floating: false,
    is_floating_cloud: false,
    metadata: feature.metadata,
  };
}

/** The features in a license. @param expired true to show expired ones too */
export function presentFeatures(
  features: readonly LicenseFeature[],
  now: Date,
  expired: boolean,
): Presented[] {
  return features.flatMap((feature) => {
    const is_expired = isFeatureExpired(feature, now);
    return is_expired && !expired ? [] : [{ ...presentFeature(feature, now), is_expired }];
  });
}
