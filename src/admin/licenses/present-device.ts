import type { components } from '../../../generated/openapi.d.ts';
import type { KnownDevice } from '../../rules/known-device.ts';

export function presentDevice(device: KnownDevice): components['schemas']['AdminDevice'] {
  return {
    id: device.id,
    license_id: device.licenseId,
    hardware_id: device.hardwareId,
    license_user_id: device.licenseUserId,
    license_user_email: device.licenseUserEmail,
    active: device.active,
    fields: device.fields,
    variables: device.variables,
    activated_at: device.activatedAt.toISOString(),
    created_at: device.createdAt.toISOString(),
    updated_at: device.updatedAt.toISOString(),
    last_seen_at: device.lastSeenAt?.toISOString() ?? null,
  };
}
