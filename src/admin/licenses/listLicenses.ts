import { normalizeLicenseKey } from '../../rules/license-key.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentLicense } from './present-license.ts';

export const listLicenses: AdminOperation<'listLicenses'> = async ({ store, clock }, { query }) => {
  const now = clock();
  const { license_key: key, expired } = query;
  const filter = {
    product_id: query.product_id,
    customer_id: query.customer_id,
    customer_account_id: query.customer_account_id,
    license_user_id: query.license_user_id,
    order_store_id: query.order_store_id,
    enabled: query.enabled,
    license_type: query.license_type,
    is_trial: query.is_trial,
    license_key: key === undefined ? undefined : normalizeLicenseKey(key),
    expired: expired === undefined ? undefined : { is: expired, at: now },
  };
  const page = await store.licenses.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (license) => presentLicense(license, now)) };
};
