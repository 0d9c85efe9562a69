import { ApiError } from '../../rules/errors.ts';
import { totalAt } from '../../rules/consumption.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { answerLicense } from './answer-license.ts';
import { requireLicenseFeature } from './feature-of-license.ts';

/** The license is locked, so that no use is counted into the total that the audit entry names. */
export const resetFeatureConsumption: AdminOperation<'resetFeatureConsumption'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { license, feature, subject, about } = await requireLicenseFeature(store, request);
    if (feature.feature_type !== 'consumption') {
      throw new ApiError(
        'validation_error',
        `path.feature_id: the feature ${feature.code} is not of the type consumption`,
      );
    }
    await store.licenseFeatures.setCounter(feature.id, { total_consumptions: 0, counted_at: now });
    return {
      response: await answerLicense(store, license.id, now),
      subject,
      about,
      detail: { feature: feature.code, total_consumptions: totalAt(feature, feature, now) },
    };
  });
