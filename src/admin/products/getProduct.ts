import type { Operation } from '../../operation.ts';
import { noSuch } from '../change.ts';
import { etagOf } from '../etag.ts';
import { presentProduct } from './present-product.ts';

export const getProduct: Operation<'getProduct'> = async ({ store }, { path: { id } }) => {
  const product = await store.products.find(id);
  if (product === undefined) throw noSuch('product', id);
  return { status: 200, body: presentProduct(product), headers: { ETag: etagOf(product) } };
};
