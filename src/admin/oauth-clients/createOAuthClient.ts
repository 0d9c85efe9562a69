import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { newClientId, newClientSecret, scopeKindOf } from '../../rules/oauth-client.ts';
import { assertProducts } from '../api-keys/assert-products.ts';
import { change } from '../change.ts';
import { created } from '../created.ts';
import { present } from '../present.ts';
import { assertScope } from './assert-scope.ts';

export const createOAuthClient: AdminOperation<'createOAuthClient'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertScope(store, body);
    await assertProducts(store, body.product_ids);
    const id = newId();
    const scope = scopeKindOf(body);
    const client_id = newClientId(scope, id);
    const client_secret = newClientSecret();
    const client = { ...body, id, client_id, scope, revoked_at: null };
    const stored = await store.oauthClients.create(client, client_secret, now);
    const shown = { ...present('AdminOAuthClient', stored), client_secret };
    return {
      response: created('/admin/v1/oauth-clients', stored, shown),
      subject: { kind: 'oauth_client', id },
      detail: { name: client.name, client_id },
    };
  });
