import type { components } from '../../../generated/openapi.d.ts';
import { ApiError } from '../../rules/errors.ts';
import { assertFeatureTermsFit } from '../../rules/issued-feature.ts';
import type { FeatureTerms } from '../../rules/license-feature.ts';
import type { Product } from '../../rules/product.ts';
import type { TimeZone } from '../../rules/time-zone.ts';
import type { Tables } from '../../store/tables.ts';
import { readFeatureTerms } from './read-feature-terms.ts';

/** A feature that a new license gets. */
type NamedFeature = FeatureTerms & { readonly product_feature_id: number; readonly code: string };

/**
 * Finds the features that a new license names, and reads their terms.
 * @throws ApiError validation_error, which names a feature that is unknown or repeated, or a term that does not fit
 */
export async function namedFeatures(
  store: Tables,
  named: readonly components['schemas']['NewLicenseFeature'][],
  product: Product,
  zone: TimeZone,
): Promise<NamedFeature[]> {
  const codes = named.map(({ code }) => code);
  const known = await store.productFeatures.findByCodes(product.id, codes);
  return named.map((one, index) => {
    const place = `body.features.${index}`;
    const feature = known.find(({ code }) => code === one.code);
    if (feature === undefined) {
      const why = `the product ${product.code} has no feature ${one.code}`;
      throw new ApiError('validation_error', `${place}.code: ${why}`);
    }
    if (codes.indexOf(one.code) < index) {
      throw new ApiError('validation_error', `${place} is repeated`);
    }
    const { expires_at = null, ...terms } = readFeatureTerms(one, place, zone);
    const read = { ...terms, expires_at };
    assertFeatureTermsFit(read, feature.feature_type, place);
    return { ...read, product_feature_id: feature.id };
  });
}
