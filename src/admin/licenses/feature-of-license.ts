import type { LicenseFeature } from '../../rules/license-feature.ts';
import type { Tables } from '../../store/tables.ts';
import { notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';

/**
 * Finds a feature of a license. A transaction locks the license until it ends.
 * @returns the feature, the license, and what its audit entry is about
 * @throws ApiError not_found when there is no such license, or the license does not have the feature
 */
export async function requireLicenseFeature(
  store: Tables,
  request: { readonly path: { id: number; feature_id: number }; readonly headers: object },
) {
  const { id, feature_id: productFeatureId } = request.path;
  const license = requireExisting(await store.licenses.find(id), request, 'license');
  const feature = await findFeature(store, id, productFeatureId);
  if (feature === undefined) throw notFoundById('feature of this license', productFeatureId);
  const subject = { kind: 'license', id } as const;
  return { license, feature, subject, about: aboutLicense(license) };
}

/** Finds a feature of a license by the id of its product feature. */
export async function findFeature(
  store: Tables,
  licenseId: number,
  productFeatureId: number,
): Promise<LicenseFeature | undefined> {
  const features = await store.licenseFeatures.list(licenseId);
  return features.find((one) => one.product_feature_id === productFeatureId);
}
