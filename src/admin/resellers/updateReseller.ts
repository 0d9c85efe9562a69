import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const updateReseller: AdminOperation<'updateReseller'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.resellers.find(path.id), request, 'reseller');
    const after = await store.resellers.update({ ...before, ...body }, now);
    if (after === undefined) throw changedMeanwhile(before, 'reseller');
    return {
      response: withEtag(after, present('AdminReseller', after)),
      subject: { kind: 'reseller', id: after.id },
      detail: { changed: Object.keys(body) },
    };
  });
