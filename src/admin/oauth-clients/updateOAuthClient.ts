import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertProducts } from '../api-keys/assert-products.ts';
import { present } from '../present.ts';

export const updateOAuthClient: AdminOperation<'updateOAuthClient'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.oauthClients.find(path.id), request, 'OAuth client');
    if (body.product_ids !== undefined) await assertProducts(store, body.product_ids);
    const client = { ...before, ...body };
    const after = await store.oauthClients.update(client, now);
    if (after === undefined) throw changedMeanwhile(before, 'OAuth client');
    return {
      response: withEtag(after, present('AdminOAuthClient', after)),
      subject: { kind: 'oauth_client', id: after.id },
      detail: { changed: Object.keys(body) },
    };
  });
