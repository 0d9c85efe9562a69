import { totalAt } from '../../rules/consumption.ts';
import type { AssignedUser, IssuedLicense } from '../../rules/issued-license.ts';
import { isExpired } from '../../rules/license.ts';
import type { Stored } from '../../store/stored.ts';
import { present } from '../present.ts';

/** @param users the assigned users; undefined in lists */
export function presentLicense(
  license: Stored<IssuedLicense>,
  now: Date,
  users?: readonly AssignedUser[],
) {
  return present('AdminLicense', {
    ...license,
    is_expired: isExpired(license, now),
    total_consumptions: totalAt(license, license, now),
    ...(users && { users }),
  });
}
