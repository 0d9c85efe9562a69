import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteLicensePolicy: AdminOperation<'deleteLicensePolicy'> = (deps, request) =>
  change(deps, request, async (store) => {
    const found = await store.licensePolicies.find(request.path.id);
    const policy = requireExisting(found, request, 'license policy');
    if (!(await store.licensePolicies.delete(policy))) {
      throw changedMeanwhile(policy, 'license policy');
    }
    return {
      response: { status: 204 },
      subject: { kind: 'license_policy', id: policy.id },
      about: { product: policy.product_code },
      detail: { code: policy.code },
    };
  });
