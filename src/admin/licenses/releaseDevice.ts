import { ApiError } from '../../rules/errors.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';
import { present } from '../present.ts';

/** Releases a device, under the lock of its license. */
export const releaseDevice: AdminOperation<'releaseDevice'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, device_id: deviceId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const device = await store.devices.find(id, deviceId);
    if (device === undefined) throw notFoundById('device of this license', deviceId);
    if (!device.active) {
      throw new ApiError(
        'not_found',
        `The device ${deviceId} has no seat: it was released before.`,
      );
    }
    await store.seats.releaseDevice(device, now);
    return {
      response: {
        status: 200,
        body: present('AdminDevice', (await store.devices.find(id, deviceId)) ?? device),
      },
      subject: { kind: 'license', id },
      about: {
        email: device.license_user_email ?? undefined,
        licenseUserId: device.license_user_id ?? undefined,
        ...aboutLicense(license),
        hardwareId: device.hardware_id,
      },
      detail: { device: deviceId },
    };
  });
