import type { About } from '../../rules/about.ts';
import type { IssuedLicense } from '../../rules/issued-license.ts';
import type { KnownDevice } from '../../rules/known-device.ts';
import type { Tables } from '../../store/tables.ts';
import { notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';

/**
 * Finds a device of a license. A transaction locks the license until it ends.
 * @returns the device, and the subject of its audit entry
 * @throws ApiError not_found when there is no such license, or the license has no such device
 */
export async function requireDevice(
  store: Tables,
  request: { readonly path: { id: number; device_id: number }; readonly headers: object },
) {
  const { id, device_id: deviceId } = request.path;
  const license = requireExisting(await store.licenses.find(id), request, 'license');
  const device = await store.devices.find(id, deviceId);
  if (device === undefined) throw notFoundById('device of this license', deviceId);
  const subject = { kind: 'license', id } as const;
  return { device, subject, about: aboutDevice(license, device) };
}

function aboutDevice(license: IssuedLicense, device: KnownDevice): About {
  return {
    email: device.license_user_email ?? undefined,
    licenseUserId: device.license_user_id ?? undefined,
    ...aboutLicense(license),
    hardwareId: device.hardware_id,
  };
}
