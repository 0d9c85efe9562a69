import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { present } from '../present.ts';
import { requireExisting } from '../require-existing.ts';

export const getProductVersion: AdminOperation<'getProductVersion'> = async (
  { store },
  request,
) => {
  const version = requireExisting(await store.versions.find(request.path.id), request, 'version');
  return withEtag(version, present('AdminVersion', version));
};
