import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentFeature } from './present-feature.ts';

export const deleteProductFeature: AdminOperation<'deleteProductFeature'> = (deps, request) =>
  change(deps, request, async (store) => {
    const found = await store.productFeatures.find(request.path.id);
    const feature = requireExisting(found, request, 'product feature');
    if (await store.productFeatures.isInUse(feature.id)) {
      throw inUse('Licenses have the feature. Take it from them first.');
    }
    const { product_code: product } = await presentFeature(store, feature);
    if (!(await store.productFeatures.delete(feature))) {
      throw changedMeanwhile(feature, 'product feature');
    }
    return {
      response: { status: 204 },
      subject: { kind: 'product_feature', id: feature.id },
      about: { product },
      detail: { code: feature.code },
    };
  });
