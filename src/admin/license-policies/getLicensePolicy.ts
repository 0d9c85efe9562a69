import type { AdminOperation } from '../../contract/operation.ts';
import { withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentPolicy } from './present-policy.ts';

export const getLicensePolicy: AdminOperation<'getLicensePolicy'> = async ({ store }, request) => {
  const found = await store.licensePolicies.find(request.path.id);
  const policy = requireExisting(found, request, 'license policy');
  return withEtag(policy, presentPolicy(policy));
};
