import { normalizeLicenseKey } from '../../rules/license-key.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentBundleLicenses } from './present-bundle-license.ts';

export const listBundleLicenses: AdminOperation<'listBundleLicenses'> = async (
  { store, clock },
  { query },
) => {
  const { license_key: key } = query;
  const filter = {
    bundle_id: query.bundle_id,
    customer_id: query.customer_id,
    license_user_id: query.license_user_id,
    order_store_id: query.order_store_id,
    license_key: key === undefined ? undefined : normalizeLicenseKey(key),
  };
  const page = await store.bundleLicenses.list(filter, pageOf(query));
  const items = await presentBundleLicenses(store, page.items, clock());
  return { status: 200, body: presentPage({ ...page, items }, (one) => one) };
};
