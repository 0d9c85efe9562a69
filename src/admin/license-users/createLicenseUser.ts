import { normalizeEmail } from '../../rules/license-user.ts';
import { hashPassword } from '../../security/password.ts';
import { newId } from '../../rules/ids.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { created } from '../created.ts';
import { assertFreeEmail } from './free-email.ts';
import { presentLicenseUser } from './present-license-user.ts';

export const createLicenseUser: AdminOperation<'createLicenseUser'> = async (deps, request) => {
  const { body } = request;
  const { password, ...said } = body;
  // Hashing is slow, so it happens before the transaction, which blocks others.
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return change(deps, request, async (store, now) => {
    const email = normalizeEmail(body.email);
    await assertFreeEmail(store, email);
    const user = {
      ...said,
      id: newId(),
      email,
      password_hash: passwordHash,
      is_initial_password: passwordHash !== null && body.is_initial_password,
    };
    const stored = await store.licenseUsers.create(user, now);
    return {
      response: created('/admin/v1/license-users', stored, presentLicenseUser(stored)),
      subject: { kind: 'license_user', id: user.id },
      about: { email, licenseUserId: user.id },
    };
  });
};
