import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listOAuthClients: AdminOperation<'listOAuthClients'> = async (
  { store },
  { query },
) => {
  const { name, client_id, scope, customer_account_id, customer_id, license_id } = query;
  const { revoked, product_id } = query;
  const subjects = { customer_account_id, customer_id, license_id };
  const filter = { name, client_id, scope, ...subjects, revoked, product_id };
  const page = await store.oauthClients.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminOAuthClient', one)) };
};
