import type { components } from '../../../generated/openapi.d.ts';
import type { KnownLicenseUser } from '../../store/tables/license-users.ts';

export function presentLicenseUser(
  user: KnownLicenseUser,
): components['schemas']['AdminLicenseUser'] {
  return {
    id: user.id,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phoneNumber,
    has_password: user.passwordHash !== null,
    is_initial_password: user.isInitialPassword,
    enabled: user.enabled,
    license_count: user.licenseCount,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}
