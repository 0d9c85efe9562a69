import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { existing } from '../existing.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const getLicenseUser: AdminOperation<'getLicenseUser'> = async ({ store }, request) => {
  const user = existing(await store.licenseUsers.find(request.path.id), request, 'license user');
  return withEtag(user, presentLicenseUser(user));
};
