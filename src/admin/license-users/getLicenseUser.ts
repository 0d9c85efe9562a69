import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const getLicenseUser: AdminOperation<'getLicenseUser'> = async ({ store }, request) => {
  const user = requireExisting(
    await store.licenseUsers.find(request.path.id),
    request,
    'license user',
  );
  return withEtag(user, presentLicenseUser(user));
};
