import type { CountedLicenseUser } from '../../store/tables/license-users.ts';
import { presenter } from '../presenter.ts';

const present = presenter('AdminLicenseUser');

/** Never with the hash of the password. */
export function presentLicenseUser(user: CountedLicenseUser) {
  return present({ ...user, has_password: user.password_hash !== null });
}
