import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const getReseller: AdminOperation<'getReseller'> = async ({ store }, request) => {
  const reseller = requireExisting(
    await store.resellers.find(request.path.id),
    request,
    'reseller',
  );
  return withEtag(reseller, present('AdminReseller', reseller));
};
