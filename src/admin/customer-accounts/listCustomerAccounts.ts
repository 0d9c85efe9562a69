import type { Operation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentCustomerAccount } from './present-customer-account.ts';

export const listCustomerAccounts: Operation<'listCustomerAccounts'> = async (
  { store, config },
  { query },
) => {
  const { code, enabled, connection_kind: connectionKind } = query;
  const page = await store.customerAccounts.list({ code, enabled, connectionKind }, pageOf(query));
  return {
    status: 200,
    body: presentPage(page, (account) => presentCustomerAccount(account, config)),
  };
};
