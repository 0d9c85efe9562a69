import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentCustomerAccount } from './present-customer-account.ts';

export const getCustomerAccount: AdminOperation<'getCustomerAccount'> = async (
  { store, config },
  request,
) => {
  const found = await store.customerAccounts.find(request.path.id);
  const account = requireExisting(found, request, 'customer account');
  return withEtag(account, presentCustomerAccount(account, config));
};
