import { totalAt } from '../../rules/consumption.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { answerLicense } from './answer-license.ts';
import { requireLicenseFeature } from './feature-of-license.ts';

export const removeLicenseFeature: AdminOperation<'removeLicenseFeature'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { license, feature, subject, about } = await requireLicenseFeature(store, request);
    await store.slots.freeAllOfFeature(license.id, feature.id);
    await store.licenseFeatures.remove(feature.id);
    await store.licenses.update(license, now);
    return {
      response: await answerLicense(store, license.id, now),
      subject,
      about,
      detail: { feature: feature.code, total_consumptions: totalAt(feature, feature, now) },
    };
  });
