import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listProductFeatures: AdminOperation<'listProductFeatures'> = async (
  { store },
  { query },
) => {
  const { product_id, code, feature_type } = query;
  const page = await store.productFeatures.list({ product_id, code, feature_type }, pageOf(query));
  const items = await store.productFeatures.withProducts(page.items);
  return {
    status: 200,
    body: presentPage({ ...page, items }, (one) => present('AdminProductFeature', one)),
  };
};
