import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentBundles } from './present-bundle.ts';

export const listBundles: AdminOperation<'listBundles'> = async ({ store }, { query }) => {
  const { code, enabled, archived } = query;
  const page = await store.bundles.list({ code, enabled, archived }, pageOf(query));
  const items = await presentBundles(store, page.items);
  return { status: 200, body: presentPage({ ...page, items }, (one) => one) };
};
