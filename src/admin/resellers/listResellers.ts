import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listResellers: AdminOperation<'listResellers'> = async ({ store }, { query }) => {
  const filter = { code: query.code };
  const page = await store.resellers.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminReseller', one)) };
};
