import type { Operation } from '../../operation.ts';
import { change, inUse } from '../change.ts';
import { existing } from '../existing.ts';

export const deleteCustomer: Operation<'deleteCustomer'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { id } = existing(await store.customers.find(request.path.id), request, 'customer');
    if (await store.customers.isInUse(id)) {
      throw inUse(
        'The customer has licenses. Delete them, or give them to another customer, first.',
      );
    }
    await store.customers.delete(id);
    return { reply: { status: 204 }, subject: { kind: 'customer', id } };
  });
