import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteProduct: AdminOperation<'deleteProduct'> = (deps, request) =>
  change(deps, request, async (store) => {
    const product = requireExisting(await store.products.find(request.path.id), request, 'product');
    if (await store.products.isInUse(product.id)) {
      throw inUse(
        'The product has licenses, features or versions, is in a bundle, or has API keys limited to it. Archive it instead.',
      );
    }
    if (!(await store.products.delete(product))) throw changedMeanwhile(product, 'product');
    return {
      response: { status: 204 },
      subject: { kind: 'product', id: product.id },
      about: { product: product.code },
    };
  });
