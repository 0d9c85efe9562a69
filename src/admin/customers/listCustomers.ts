import { normalizeEmail } from '../../rules/license-user.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listCustomers: AdminOperation<'listCustomers'> = async ({ store }, { query }) => {
  const { email, company_name, reference, customer_account_id } = query;
  const filter = {
    email: email === undefined ? undefined : normalizeEmail(email),
    company_name,
    reference,
    customer_account_id,
  };
  const page = await store.customers.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminCustomer', one)) };
};
