import { subjectOf } from '../../rules/license-user.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { changedMeanwhile } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';

export const deleteLicenseUser: AdminOperation<'deleteLicenseUser'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { path } = request;
    const user = requireExisting(await store.licenseUsers.find(path.id), request, 'license user');
    if (user.license_count > 0) {
      throw inUse(
        `The license user is assigned to ${user.license_count} license(s). Unassign them first, or disable them.`,
      );
    }
    if (!(await store.licenseUsers.delete(user))) throw changedMeanwhile(user, 'license user');
    // This comes last: until here somebody could sign in as this user.
    await store.identities.forget(subjectOf(user));
    return {
      response: { status: 204 },
      subject: { kind: 'license_user', id: user.id },
      about: { email: user.email, licenseUserId: user.id },
    };
  });
