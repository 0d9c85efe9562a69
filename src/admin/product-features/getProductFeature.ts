import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentFeature } from './present-feature.ts';

export const getProductFeature: AdminOperation<'getProductFeature'> = async (
  { store },
  request,
) => {
  const found = await store.productFeatures.find(request.path.id);
  const feature = requireExisting(found, request, 'product feature');
  return withEtag(feature, await presentFeature(store, feature));
};
