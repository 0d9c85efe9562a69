import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentCustomerAccount } from './present-customer-account.ts';

export const listCustomerAccounts: AdminOperation<'listCustomerAccounts'> = async (
  { store, config },
  { query },
) => {
  const { code, enabled, connection_kind } = query;
  const filter = { code, enabled, connection_kind };
  const page = await store.customerAccounts.list(filter, pageOf(query));
  return {
    status: 200,
    body: presentPage(page, (account) => presentCustomerAccount(account, config)),
  };
};
