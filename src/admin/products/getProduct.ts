import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { existing } from '../existing.ts';
import { presentProduct } from './present-product.ts';

export const getProduct: AdminOperation<'getProduct'> = async ({ store }, request) => {
  const product = existing(await store.products.find(request.path.id), request, 'product');
  return withEtag(product, presentProduct(product));
};
