import { normalizeEmail } from '../../rules/license-user.ts';
import type { Operation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentCustomer } from './present-customer.ts';

export const listCustomers: Operation<'listCustomers'> = async ({ store }, { query }) => {
  const filter = {
    email: query.email === undefined ? undefined : normalizeEmail(query.email),
    companyName: query.company_name,
    reference: query.reference,
    customerAccountId: query.customer_account_id,
  };
  const page = await store.customers.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, presentCustomer) };
};
