import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { existing } from '../existing.ts';
import { presentApiKey } from './present-api-key.ts';

export const getApiKey: AdminOperation<'getApiKey'> = async ({ store }, request) => {
  const apiKey = existing(await store.apiKeys.find(request.path.id), request, 'API key');
  return withEtag(apiKey, presentApiKey(apiKey));
};
