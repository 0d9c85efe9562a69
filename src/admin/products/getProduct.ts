import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentProduct } from './present-product.ts';

export const getProduct: AdminOperation<'getProduct'> = async ({ store }, request) => {
  const product = requireExisting(await store.products.find(request.path.id), request, 'product');
  return withEtag(product, presentProduct(product));
};
