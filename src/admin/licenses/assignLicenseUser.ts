import { ApiError } from '../../rules/errors.ts';
import { assertRoomForUsers } from '../../rules/issued-license.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { answerLicense } from './answer-license.ts';

export const assignLicenseUser: AdminOperation<'assignLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const user = await store.licenseUsers.find(userId);
    if (user === undefined) throw notFoundById('license user', userId);
    if (license.license_key !== null) {
      throw new ApiError(
        'validation_error',
        'path.id: the license has a license key, so it has no users',
      );
    }
    const before = await store.assignments.find(id, userId);
    const { max_activations: maxActivations = before?.max_activations ?? null } = request.body;
    if (before === undefined) {
      assertRoomForUsers(license, license.user_count + 1);
      await store.assignments.assign(id, userId, maxActivations);
    } else {
      if (maxActivations !== null && before.total_activations > maxActivations) {
        throw inUse(
          `body.max_activations: the license user has ${before.total_activations} active device(s). Release ${before.total_activations - maxActivations} first.`,
        );
      }
      await store.assignments.setMaxActivations(id, userId, maxActivations);
    }
    await store.licenses.update(license, now);
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: { email: user.email, licenseUserId: userId, product: license.product_code },
      detail: { max_activations: maxActivations },
    };
  });
