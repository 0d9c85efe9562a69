import { totalAt } from '../../rules/consumption.ts';
import type { AssignedUser, IssuedLicense } from '../../rules/issued-license.ts';
import { isFeatureExpired, type LicenseFeature } from '../../rules/license-feature.ts';
import { isExpired } from '../../rules/license.ts';
import type { Stored } from '../../store/stored.ts';
import { present } from '../present.ts';

/** @param details the assigned users and the features; undefined in lists */
export function presentLicense(
  license: Stored<IssuedLicense>,
  now: Date,
  details?: {
    readonly users: readonly AssignedUser[];
    readonly features: readonly LicenseFeature[];
  },
) {
  return present('AdminLicense', {
    ...license,
    is_expired: isExpired(license, now),
    total_consumptions: totalAt(license, license, now),
    ...(details && {
      users: details.users,
      features: details.features.map((feature) =>
        present('AdminLicenseFeature', {
          ...feature,
          is_expired: isFeatureExpired(feature, now),
          total_consumptions: totalAt(feature, feature, now),
        }),
      ),
    }),
  });
}
