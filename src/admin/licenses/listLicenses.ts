import { normalizeLicenseKey } from '../../rules/license-key.ts';
import type { Operation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentLicense } from './present-license.ts';

export const listLicenses: Operation<'listLicenses'> = async ({ store, clock }, { query }) => {
  const now = clock();
  const { expired } = query;
  const filter = {
    productId: query.product_id,
    customerId: query.customer_id,
    customerAccountId: query.customer_account_id,
    licenseUserId: query.license_user_id,
    licenseKey:
      query.license_key === undefined ? undefined : normalizeLicenseKey(query.license_key),
    orderStoreId: query.order_store_id,
    enabled: query.enabled,
    type: query.license_type,
    expired: expired === undefined ? undefined : { is: expired, at: now },
  };
  const page = await store.issuedLicenses.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (license) => presentLicense(license, now)) };
};
