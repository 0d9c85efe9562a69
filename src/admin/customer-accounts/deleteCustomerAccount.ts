import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteCustomerAccount: AdminOperation<'deleteCustomerAccount'> = (deps, request) =>
  change(deps, request, async (store) => {
    const found = await store.customerAccounts.find(request.path.id);
    const account = requireExisting(found, request, 'customer account');
    if (await store.customerAccounts.isInUse(account.id)) {
      throw inUse(
        'The customer account has customers, or users have signed in with it. Disable it instead.',
      );
    }
    if (!(await store.customerAccounts.delete(account))) {
      throw changedMeanwhile(account, 'customer account');
    }
    return {
      response: { status: 204 },
      subject: { kind: 'customer_account', id: account.id },
      detail: { code: account.code },
    };
  });
