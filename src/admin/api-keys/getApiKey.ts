import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const getApiKey: AdminOperation<'getApiKey'> = async ({ store }, request) => {
  const apiKey = requireExisting(await store.apiKeys.find(request.path.id), request, 'API key');
  return withEtag(apiKey, present('AdminApiKey', apiKey));
};
