import type { Operation } from '../../operation.ts';
import { change, inUse, noSuch } from '../change.ts';
import { assertUnchanged } from '../etag.ts';

export const deleteProduct: Operation<'deleteProduct'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { path, headers } = request;
    const product = await store.products.find(path.id);
    if (product === undefined) throw noSuch('product', path.id);
    assertUnchanged(headers['If-Match'], product, 'product');
    if (await store.products.isInUse(product.id)) {
      throw inUse('The product has licenses, or API keys limited to it. Archive it instead.');
    }
    await store.products.delete(product.id);
    return {
      reply: { status: 204 },
      subject: { kind: 'product', id: product.id },
      detail: { code: product.code },
    };
  });
