import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const getProduct: AdminOperation<'getProduct'> = async ({ store }, request) => {
  const product = requireExisting(await store.products.find(request.path.id), request, 'product');
  return withEtag(product, present('AdminProduct', product));
};
