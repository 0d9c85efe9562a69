import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { answerLicense } from './answer-license.ts';
import { assignUser, requireUser } from './assign-user.ts';

export const assignLicenseUser: AdminOperation<'assignLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const { email } = await requireUser(store, userId);
    const { max_activations: given } = request.body;
    const most = await assignUser(store, license, userId, { given, now });
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: { email, licenseUserId: userId, product: license.product_code },
      detail: { max_activations: most },
    };
  });
