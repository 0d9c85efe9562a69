import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentLicense } from './present-license.ts';

export const getLicense: AdminOperation<'getLicense'> = async ({ store, clock }, request) => {
  const { id } = request.path;
  const license = requireExisting(await store.licenses.find(id), request, 'license');
  const users = await store.assignments.list(id);
  const features = await store.licenseFeatures.list(id);
  return withEtag(license, presentLicense(license, clock(), { users, features }));
};
