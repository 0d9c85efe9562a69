import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listProductVersions: AdminOperation<'listProductVersions'> = async (
  { store },
  { query },
) => {
  const { product_id, version, environment, channel, enabled } = query;
  const filter = { product_id, version, environment, channel, enabled };
  const page = await store.versions.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminVersion', one)) };
};
