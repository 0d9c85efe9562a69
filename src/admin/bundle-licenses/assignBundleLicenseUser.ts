import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { assignUser, requireUser } from '../licenses/assign-user.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutBundleLicense } from './about-bundle-license.ts';
import { answerBundleLicense } from './present-bundle-license.ts';

/** Assigns all licenses of a bundle license to a user, or none. */
export const assignBundleLicenseUser: AdminOperation<'assignBundleLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const found = await store.bundleLicenses.find(id);
    const bundleLicense = requireExisting(found, request, 'bundle license');
    const { email } = await requireUser(store, userId);
    const { max_activations: given } = request.body;
    for (const license of await store.licenses.findMany(bundleLicense.license_ids)) {
      await assignUser(store, license, userId, { given, now });
    }
    await store.bundleLicenses.revise(bundleLicense, now);
    return {
      response: await answerBundleLicense(store, id, now),
      subject: { kind: 'bundle_license', id },
      about: { ...aboutBundleLicense(bundleLicense), email, licenseUserId: userId },
      detail: { max_activations: given },
    };
  });
