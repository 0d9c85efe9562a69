import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { requireUser, unassignUser } from '../licenses/assign-user.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutBundleLicense } from './about-bundle-license.ts';
import { answerBundleLicense } from './present-bundle-license.ts';

/** Takes all licenses of a bundle license from a user, or none. */
export const unassignBundleLicenseUser: AdminOperation<'unassignBundleLicenseUser'> = (
  deps,
  request,
) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const found = await store.bundleLicenses.find(id);
    const bundleLicense = requireExisting(found, request, 'bundle license');
    const { email } = await requireUser(store, userId);
    const { release_devices: release = false } = request.query;
    const released: string[] = [];
    let count = 0;
    for (const license of await store.licenses.findMany(bundleLicense.license_ids)) {
      if ((await store.assignments.find(license.id, userId)) === undefined) continue;
      released.push(...(await unassignUser(store, license, userId, { release, now })));
      count += 1;
    }
    if (count === 0) throw notFoundById('assigned license user', userId);
    await store.bundleLicenses.revise(bundleLicense, now);
    return {
      response: await answerBundleLicense(store, id, now),
      subject: { kind: 'bundle_license', id },
      about: { ...aboutBundleLicense(bundleLicense), email, licenseUserId: userId },
      detail: { released: [...new Set(released)] },
    };
  });
