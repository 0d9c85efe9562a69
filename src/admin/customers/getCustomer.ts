import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { present } from '../present.ts';

export const getCustomer: AdminOperation<'getCustomer'> = async ({ store }, request) => {
  const customer = requireExisting(
    await store.customers.find(request.path.id),
    request,
    'customer',
  );
  return withEtag(customer, present('AdminCustomer', customer));
};
