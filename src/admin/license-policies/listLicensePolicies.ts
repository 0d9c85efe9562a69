import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentPolicy } from './present-policy.ts';

export const listLicensePolicies: AdminOperation<'listLicensePolicies'> = async (
  { store },
  { query },
) => {
  const { product_id, code, default_for_trials } = query;
  const filter = { product_id, code, default_for_trials };
  const page = await store.licensePolicies.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, presentPolicy) };
};
