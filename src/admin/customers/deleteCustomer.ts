import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteCustomer: AdminOperation<'deleteCustomer'> = (deps, request) =>
  change(deps, request, async (store) => {
    const customer = requireExisting(
      await store.customers.find(request.path.id),
      request,
      'customer',
    );
    const { id } = customer;
    if (await store.customers.isInUse(id)) {
      throw inUse(
        'The customer has licenses. Delete them first, or set another customer for them.',
      );
    }
    if (!(await store.customers.delete(customer))) throw changedMeanwhile(customer, 'customer');
    const about = { email: customer.email };
    return { response: { status: 204 }, subject: { kind: 'customer', id }, about };
  });
