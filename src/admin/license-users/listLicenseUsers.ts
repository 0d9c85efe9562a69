import { normalizeEmail } from '../../rules/license-user.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { pageOf, presentPage } from '../page.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const listLicenseUsers: AdminOperation<'listLicenseUsers'> = async (
  { store },
  { query },
) => {
  const filter = {
    email: query.email === undefined ? undefined : normalizeEmail(query.email),
    enabled: query.enabled,
    license_id: query.license_id,
  };
  const page = await store.licenseUsers.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, presentLicenseUser) };
};
