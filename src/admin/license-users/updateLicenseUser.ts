import { normalizeEmail, subjectOf } from '../../rules/license-user.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { changedMeanwhile, withEtag } from '../etag.ts';
import { requireExisting } from '../require-existing.ts';
import { assertFreeEmail } from './free-email.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const updateLicenseUser: AdminOperation<'updateLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const before = requireExisting(await store.licenseUsers.find(path.id), request, 'license user');
    const email = normalizeEmail(body.email ?? before.email);
    if (email !== before.email) await assertFreeEmail(store, email);
    const after = await store.licenseUsers.update({ ...before, ...body, email }, now);
    if (after === undefined) throw changedMeanwhile(before, 'license user');
    // Sessions belong to the address, which another user may get later. This comes last: until here somebody could sign
    // in.
    if (email !== before.email) await store.identities.forget(subjectOf(before));
    return {
      response: withEtag(after, presentLicenseUser(after)),
      subject: { kind: 'license_user', id: after.id },
      about: { email, licenseUserId: after.id },
      detail: {
        changed: Object.keys(body),
        ...(email !== before.email && { email_before: before.email }),
      },
    };
  });
