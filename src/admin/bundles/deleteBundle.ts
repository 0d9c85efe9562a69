import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteBundle: AdminOperation<'deleteBundle'> = (deps, request) =>
  change(deps, request, async (store) => {
    const bundle = requireExisting(await store.bundles.find(request.path.id), request, 'bundle');
    if (await store.bundles.isInUse(bundle.id)) {
      throw inUse('The bundle has licenses. Archive it instead.');
    }
    if (!(await store.bundles.delete(bundle))) throw changedMeanwhile(bundle, 'bundle');
    return {
      response: { status: 204 },
      subject: { kind: 'bundle', id: bundle.id },
      about: { product: bundle.code },
    };
  });
