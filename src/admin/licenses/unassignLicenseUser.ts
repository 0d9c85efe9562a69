import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { answerLicense } from './answer-license.ts';
import { unassignUser } from './assign-user.ts';

export const unassignLicenseUser: AdminOperation<'unassignLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const assigned = await store.assignments.find(id, userId);
    if (assigned === undefined) throw notFoundById('assigned license user', userId);
    const { release_devices: release = false } = request.query;
    const released = await unassignUser(store, license, userId, { release, now });
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: { email: assigned.email, licenseUserId: userId, product: license.product_code },
      detail: { released },
    };
  });
