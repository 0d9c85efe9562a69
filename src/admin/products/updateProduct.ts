import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const updateProduct: AdminOperation<'updateProduct'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.products.find(path.id), request, 'product');
    const after = await store.products.update({ ...before, ...body }, now);
    if (after === undefined) throw changedMeanwhile(before, 'product');
    return {
      response: withEtag(after, present('AdminProduct', after)),
      subject: { kind: 'product', id: after.id },
      about: { product: after.code },
      detail: { changed: Object.keys(body) },
    };
  });
