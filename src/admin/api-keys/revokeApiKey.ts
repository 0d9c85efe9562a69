import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

/** Every request reads its key again, so all instances refuse it from the next request on. */
export const revokeApiKey: AdminOperation<'revokeApiKey'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const before = requireExisting(await store.apiKeys.find(request.path.id), request, 'API key');
    const after =
      before.revoked_at === null
        ? await store.apiKeys.update({ ...before, revoked_at: now }, now)
        : before;
    if (after === undefined) throw changedMeanwhile(before, 'API key');
    return {
      response: withEtag(after, present('AdminApiKey', after)),
      subject: { kind: 'api_key', id: after.id },
      detail: { api_key: after.api_key },
    };
  });
