import type { CountedLicenseUser } from '../../store/tables/license-users.ts';
import { present } from '../present.ts';

/** A license user as the Admin API shows it, without the hash of the password. */
export function presentLicenseUser(user: CountedLicenseUser) {
  return present('AdminLicenseUser', { ...user, has_password: user.password_hash !== null });
}
