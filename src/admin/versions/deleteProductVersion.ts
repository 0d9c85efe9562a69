import type { AdminOperation } from '../../contract/operation.ts';
import { removeDiscarded } from '../../files/remove-discarded.ts';
import { change } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

/** Deletes a version, and then its file: a transaction that is rolled back must not lose it. */
export const deleteProductVersion: AdminOperation<'deleteProductVersion'> = async (
  deps,
  request,
) => {
  const deleted = await change(deps, request, async (store) => {
    const version = requireExisting(await store.versions.find(request.path.id), request, 'version');
    if (!(await store.versions.delete(version))) throw changedMeanwhile(version, 'version');
    if (version.upload_id !== null) await store.uploads.discard(version.upload_id);
    return {
      response: { status: 204 } as const,
      subject: { kind: 'version', id: version.id },
      about: { product: version.product_code },
      detail: { version: version.version },
    };
  });
  await removeDiscarded(deps);
  return deleted;
};
