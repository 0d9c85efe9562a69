import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { present } from '../present.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';

/** Blacklists a device, or ends that, under the lock of its license. */
export const updateDevice: AdminOperation<'updateDevice'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body, path } = request;
    const { id, device_id: deviceId } = path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const device = await store.devices.find(id, deviceId);
    if (device === undefined) throw notFoundById('device of this license', deviceId);
    const { blacklisted = device.blacklisted } = body;
    await store.devices.setBlacklisted(deviceId, blacklisted, now);
    return {
      response: {
        status: 200,
        body: present('AdminDevice', { ...device, blacklisted, updated_at: now }),
      },
      subject: { kind: 'license', id },
      about: {
        email: device.license_user_email ?? undefined,
        licenseUserId: device.license_user_id ?? undefined,
        ...aboutLicense(license),
        hardwareId: device.hardware_id,
      },
      detail: { device: deviceId, changed: Object.keys(body) },
    };
  });
