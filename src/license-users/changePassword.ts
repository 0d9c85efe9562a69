import type { SignedOperation } from '../contract/operation.ts';
import { assertMayChange } from '../rules/credential.ts';
import { ApiError } from '../rules/errors.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { isPasswordOf } from '../security/password.ts';
import { storePassword } from './store-password.ts';

/** Changes the password of a license user who knows the current one. */
export const changePassword: SignedOperation<'changePassword'> = async (deps, request) => {
  const { body, credential, about, guessPassword } = request;
  assertMayChange(credential);
  const email = normalizeEmail(body.username.trim());
  const user = await deps.store.licenseUsers.findByEmail(email);
  Object.assign(about, { email, licenseUserId: user?.id });
  const isRight = () => isPasswordOf(user, body.password);
  if (!(await guessPassword(email, isRight)) || user === undefined) throw notAllowed();
  const { scope } = credential;
  if (scope.kind !== 'company' && !(await deps.store.licenseUsers.isInScope(user.id, scope))) {
    throw notAllowed();
  }
  if ((await storePassword(deps, user, body.new_password, request)) === undefined) {
    throw notAllowed();
  }
  return { status: 200, body: 'password_changed' };
};

/** The same for all reasons, so that it does not tell who has an account. */
function notAllowed(): ApiError {
  return new ApiError(
    'change_password_not_allowed',
    'The username or the password is wrong, or the user is disabled.',
  );
}
