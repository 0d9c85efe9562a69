import { isFeatureExpired, type LicenseFeature } from './license-feature.ts';
import { type Candidate, refusalOf } from './license.ts';
import type { ApiError } from './errors.ts';

/**
 * Finds a feature of a license, for a check.
 * @param code its code, compared with regard to case
 * @throws ApiError invalid_license_feature_code when the license does not have it, or it has expired
 */
export function requireFeature(candidate: Candidate, code: string, now: Date): LicenseFeature {
  return find(candidate, code, now, (why) =>
    refusalOf(candidate, 'invalid_license_feature_code', `License feature code: ${code} ${why}.`),
  );
}

/**
 * Finds a feature of a license whose use is counted.
 * @param code its code, compared with regard to case
 * @throws ApiError unsupported_product_feature when the license does not have it, it has expired, or it is of another type
 */
export function requireCountingFeature(
  candidate: Candidate,
  code: string,
  now: Date,
): LicenseFeature {
  const refuse = (why: string) =>
    refusalOf(candidate, 'unsupported_product_feature', `The feature ${code} ${why}.`);
  const feature = find(candidate, code, now, refuse);
  if (feature.feature_type === 'consumption') return feature;
  throw refuse('is not of the type consumption');
}

function find(
  { license }: Candidate,
  code: string,
  now: Date,
  refuse: (why: string) => ApiError,
): LicenseFeature {
  const feature = license.features.find((one) => one.code === code);
  if (feature === undefined) throw refuse('is invalid or not assigned to the license');
  if (isFeatureExpired(feature, now)) {
    throw refuse(`expired on ${feature.expires_at?.toISOString() ?? ''}`);
  }
  return feature;
}
