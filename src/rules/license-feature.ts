import { type Counter, meterFields } from './consumption.ts';
import { nullable, number, time, type Values } from './fields.ts';
import { floatingFields } from './slots.ts';
import type { ProductFeature } from './product-feature.ts';
import { endAfterDays } from './validity.ts';

/** The terms of a product feature on one license. */
export const featureTermFields = {
  expires_at: nullable(time),
  /** Counted from the first activation of the license, which sets `expires_at`. */
  valid_days: nullable(number),
  ...meterFields,
  ...floatingFields,
};

export type FeatureTerms = Values<typeof featureTermFields>;

/** A product feature that a license has, with its own terms and counter. */
export interface LicenseFeature
  extends
    FeatureTerms,
    Counter,
    Pick<ProductFeature, 'code' | 'name' | 'feature_type' | 'metadata'> {
  readonly id: number;
  readonly license_id: number;
  readonly product_feature_id: number;
}

/** A feature as the devices of its license use it now. */
export interface FeatureInUse extends LicenseFeature {
  /** How many devices hold a slot; 0 for a feature that is not floating. */
  readonly slots_in_use: number;
}

/** True after the end of a feature. It may end before its license. */
export function isFeatureExpired(
  { expires_at: expiresAt }: Pick<FeatureTerms, 'expires_at'>,
  now: Date,
): boolean {
  return expiresAt !== null && expiresAt < now;
}

/**
 * The end of a feature that is valid for some days from the first activation of its license; undefined when it has none of
 * that kind, or has it already.
 */
export function endOfFeature(
  feature: Pick<FeatureTerms, 'expires_at' | 'valid_days'>,
  license: { readonly starts_at: Date | null },
  now: Date,
): Date | undefined {
  if (feature.expires_at !== null || feature.valid_days === null) return undefined;
  return endAfterDays(feature.valid_days, license, now);
}
