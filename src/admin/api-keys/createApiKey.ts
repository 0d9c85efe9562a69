import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { newCredentials } from '../../rules/api-key.ts';
import { change } from '../change.ts';
import { created } from '../created.ts';
import { assertProducts } from './assert-products.ts';
import { present } from '../present.ts';

export const createApiKey: AdminOperation<'createApiKey'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    await assertProducts(store, body.product_ids);
    const apiKey = { ...body, id: newId(), ...newCredentials(), revoked_at: null };
    const stored = await store.apiKeys.create(apiKey, now);
    const { shared_key } = apiKey;
    const shown = { ...present('AdminApiKey', stored), revoked_at: null, shared_key };
    return {
      response: created('/admin/v1/api-keys', stored, shown),
      subject: { kind: 'api_key', id: apiKey.id },
      detail: { name: apiKey.name, api_key: apiKey.api_key },
    };
  });
