import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { assertFreeCode, change } from '../change.ts';
import { created } from '../created.ts';
import { present } from '../present.ts';

export const createProduct: AdminOperation<'createProduct'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertFreeCode(store, body.code);
    const product = { ...body, id: newId(), archived: false };
    const stored = await store.products.create(product, now);
    return {
      response: created('/admin/v1/products', stored, present('AdminProduct', stored)),
      subject: { kind: 'product', id: product.id },
      about: { product: product.code },
    };
  });
