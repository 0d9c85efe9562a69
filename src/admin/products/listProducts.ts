import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listProducts: AdminOperation<'listProducts'> = async ({ store }, { query }) => {
  const { code, enabled, archived, authorization_method } = query;
  const filter = { code, enabled, archived, authorization_method };
  const page = await store.products.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminProduct', one)) };
};
