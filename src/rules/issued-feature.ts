import { usedMeterFields } from './consumption.ts';
import { ApiError } from './errors.ts';
import type { InvalidField } from './issued-license.ts';
import { findUnusedSharing } from './slots.ts';
import type { FeatureTerms } from './license-feature.ts';
import type { ProductFeature } from './product-feature.ts';

/** The first term of a feature that does not fit its type, and the reason; undefined when all fit. */
export function findInvalidFeatureTerm(
  terms: FeatureTerms,
  type: ProductFeature['feature_type'],
): InvalidField | undefined {
  const counting = type === 'consumption' ? [] : usedMeterFields(terms);
  if (counting[0] !== undefined) {
    const why = `only a feature of the type consumption can have ${counting.join(', ')}`;
    return [counting[0], why];
  }
  return findUnusedSharing(terms, 'feature');
}

/**
 * Checks that the terms of a feature fit its type.
 * @param place where the terms stand in the request, such as `body`
 * @throws ApiError validation_error, which names the field
 */
export function assertFeatureTermsFit(
  terms: FeatureTerms,
  type: ProductFeature['feature_type'],
  place: string,
): void {
  const [field, why] = findInvalidFeatureTerm(terms, type) ?? [];
  if (field !== undefined) throw new ApiError('validation_error', `${place}.${field}: ${why}`);
}
