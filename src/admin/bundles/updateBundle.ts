import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertProducts } from './assert-products.ts';
import { presentBundle } from './present-bundle.ts';

export const updateBundle: AdminOperation<'updateBundle'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.bundles.find(path.id), request, 'bundle');
    const bundle = { ...before, ...body };
    await assertProducts(store, bundle);
    const after = await store.bundles.update(bundle, now);
    if (after === undefined) throw changedMeanwhile(before, 'bundle');
    return {
      response: withEtag(after, await presentBundle(store, after)),
      subject: { kind: 'bundle', id: after.id },
      about: { product: after.code },
      detail: { changed: Object.keys(body) },
    };
  });
