import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertProducts } from './assert-products.ts';
import { present } from '../present.ts';

export const updateApiKey: AdminOperation<'updateApiKey'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.apiKeys.find(path.id), request, 'API key');
    if (body.product_ids !== undefined) await assertProducts(store, body.product_ids);
    const apiKey = { ...before, ...body };
    const after = await store.apiKeys.update(apiKey, now);
    if (after === undefined) throw changedMeanwhile(before, 'API key');
    return {
      response: withEtag(after, present('AdminApiKey', after)),
      subject: { kind: 'api_key', id: after.id },
      detail: { changed: Object.keys(body) },
    };
  });
