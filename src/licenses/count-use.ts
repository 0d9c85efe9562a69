import { addConsumptions, addFeatureConsumptions, type Counter } from '../rules/consumption.ts';
import type { LicenseFeature } from '../rules/license-feature.ts';
import type { License } from '../rules/license.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Counts use of a license, and keeps it by day. Call it in the transaction that has locked the license, so that the counter
 * never exceeds its limit.
 * @param amount a whole number; negative to take use back
 * @throws ApiError negative_consumptions_not_allowed, license_not_enough_consumptions
 */
export async function countLicenseUse(
  store: Tables,
  license: License,
  amount: number,
  now: Date,
): Promise<Counter> {
  const counter = addConsumptions(license, amount, now);
  await store.seats.setCounter(license.id, counter);
  const counted = { license_id: license.id, feature_code: null };
  await store.consumptionDays.add(counted, amount, counter.counted_at ?? now);
  return counter;
}

/**
 * Counts use of a feature, like that of a license.
 * @throws ApiError negative_consumptions_not_allowed, feature_not_enough_consumptions
 */
export async function countFeatureUse(
  store: Tables,
  feature: LicenseFeature,
  amount: number,
  now: Date,
): Promise<Counter> {
  const counter = addFeatureConsumptions(feature, amount, now);
  await store.licenseFeatures.setCounter(feature.id, counter);
  const counted = { license_id: feature.license_id, feature_code: feature.code };
  await store.consumptionDays.add(counted, amount, counter.counted_at ?? now);
  return counter;
}
