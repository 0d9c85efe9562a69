import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

/** All instances refuse the client and its tokens within a second. */
export const revokeOAuthClient: AdminOperation<'revokeOAuthClient'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const before = requireExisting(
      await store.oauthClients.find(request.path.id),
      request,
      'OAuth client',
    );
    const after =
      before.revoked_at === null
        ? await store.oauthClients.update({ ...before, revoked_at: now }, now)
        : before;
    if (after === undefined) throw changedMeanwhile(before, 'OAuth client');
    return {
      response: withEtag(after, present('AdminOAuthClient', after)),
      subject: { kind: 'oauth_client', id: after.id },
      detail: { client_id: after.client_id },
    };
  });
