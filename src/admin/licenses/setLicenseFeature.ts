import { defaultsOf } from '../../contract/defaults.ts';
import { totalAt } from '../../rules/consumption.ts';
import { newId } from '../../rules/ids.ts';
import { assertFeatureTermsFit } from '../../rules/issued-feature.ts';
import { endOfFeature } from '../../rules/license-feature.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';
import { answerLicense } from './answer-license.ts';
import { findFeature } from './feature-of-license.ts';
import { readFeatureTerms } from './read-feature-terms.ts';

/** The license is locked, so that nothing is counted between the read and the update. */
export const setLicenseFeature: AdminOperation<'setLicenseFeature'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const { id, feature_id: featureId } = path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const ofProduct = await store.productFeatures.find(featureId);
    if (ofProduct?.product_id !== license.product_id) {
      throw notFoundById(`feature of the product ${license.product_code}`, featureId);
    }
    const before = await findFeature(store, id, featureId);
    const given = readFeatureTerms(body, 'body', deps.config.timeZone);
    const terms = { ...(before ?? defaultsOf('NewLicenseFeature')), ...given };
    assertFeatureTermsFit(terms, ofProduct.feature_type, 'body');
    const end = license.times_activated > 0 ? endOfFeature(terms, license, now) : undefined;
    const after = { ...terms, expires_at: end ?? terms.expires_at };
    if (before === undefined) {
      const feature = { ...after, id: newId(), license_id: id, product_feature_id: featureId };
      await store.licenseFeatures.add(feature);
    } else {
      await store.licenseFeatures.setTerms({ ...after, id: before.id });
      if (after.consumption_period !== before.consumption_period) {
        // What the old period has reset must not count again in the new one.
        const total = totalAt(before, before, now);
        await store.licenseFeatures.setCounter(before.id, { ...before, total_consumptions: total });
      }
    }
    await store.licenses.update(license, now);
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: aboutLicense(license),
      detail: { feature: ofProduct.code, changed: Object.keys(body) },
    };
  });
