import { subjectOf } from '../../rules/license-user.ts';
import { hashPassword } from '../../security/password.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { presentLicenseUser } from './present-license-user.ts';

/** It also ends the sessions, codes and tokens of the old password. */
export const setLicenseUserPassword: AdminOperation<'setLicenseUserPassword'> = async (
  deps,
  request,
) => {
  const { body, path } = request;
  // Hashing is slow, so it happens before the transaction, which blocks others.
  const passwordHash = await hashPassword(body.password);
  return change(deps, request, async (store, now) => {
    const before = requireExisting(await store.licenseUsers.find(path.id), request, 'license user');
    const { is_initial_password } = body;
    // The vendor gives the password to the right person.
    const known = { password_hash: passwordHash, self_registered: false };
    const user = { ...before, ...known, is_initial_password };
    const after = await store.licenseUsers.update(user, now);
    if (after === undefined) throw changedMeanwhile(before, 'license user');
    await store.identities.forget(subjectOf(before));
    return {
      response: withEtag(after, presentLicenseUser(after)),
      subject: { kind: 'license_user', id: after.id },
      about: { email: after.email, licenseUserId: after.id },
    };
  });
};
