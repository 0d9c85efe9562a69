import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listApiKeys: AdminOperation<'listApiKeys'> = async ({ store }, { query }) => {
  const { name, revoked, product_id } = query;
  const page = await store.apiKeys.list({ name, revoked, product_id }, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminApiKey', one)) };
};
