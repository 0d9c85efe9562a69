import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentFeature } from './present-feature.ts';

export const updateProductFeature: AdminOperation<'updateProductFeature'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const found = await store.productFeatures.find(path.id);
    const before = requireExisting(found, request, 'product feature');
    const after = await store.productFeatures.update({ ...before, ...body }, now);
    if (after === undefined) throw changedMeanwhile(before, 'product feature');
    const shown = await presentFeature(store, after);
    return {
      response: withEtag(after, shown),
      subject: { kind: 'product_feature', id: after.id },
      about: { product: shown.product_code },
      detail: { changed: Object.keys(body) },
    };
  });
