import type { Operation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { existing } from '../existing.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const getLicenseUser: Operation<'getLicenseUser'> = async ({ store }, request) => {
  const user = existing(await store.licenseUsers.find(request.path.id), request, 'license user');
  return withEtag(user, presentLicenseUser(user));
};
