import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const getOAuthClient: AdminOperation<'getOAuthClient'> = async ({ store }, request) => {
  const client = requireExisting(
    await store.oauthClients.find(request.path.id),
    request,
    'OAuth client',
  );
  return withEtag(client, present('AdminOAuthClient', client));
};
