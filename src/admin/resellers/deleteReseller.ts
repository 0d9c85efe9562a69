import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteReseller: AdminOperation<'deleteReseller'> = (deps, request) =>
  change(deps, request, async (store) => {
    const reseller = requireExisting(
      await store.resellers.find(request.path.id),
      request,
      'reseller',
    );
    if (!(await store.resellers.delete(reseller))) throw changedMeanwhile(reseller, 'reseller');
    return {
      response: { status: 204 },
      subject: { kind: 'reseller', id: reseller.id },
    };
  });
