import type { Operation } from '../../operation.ts';
import { change, noSuch } from '../change.ts';
import { assertUnchanged, changedMeanwhile, etagOf } from '../etag.ts';
import { presentProduct } from './present-product.ts';

export const updateProduct: Operation<'updateProduct'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path, headers } = request;
    const before = await store.products.find(path.id);
    if (before === undefined) throw noSuch('product', path.id);
    assertUnchanged(headers['If-Match'], before, 'product');
    const product = {
      ...before,
      name: body.name ?? before.name,
      enabled: body.enabled ?? before.enabled,
      archived: body.archived ?? before.archived,
      preventVm: body.prevent_vm ?? before.preventVm,
      metadata: body.metadata ?? before.metadata,
    };
    const after = await store.products.update(product, now);
    if (after === undefined) throw changedMeanwhile(before, 'product');
    return {
      reply: { status: 200, body: presentProduct(after), headers: { ETag: etagOf(after) } },
      subject: { kind: 'product', id: after.id },
      detail: { changed: Object.keys(body) },
    };
  });
