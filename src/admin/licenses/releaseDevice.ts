import { ApiError } from '../../rules/errors.ts';
import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { present } from '../present.ts';
import { requireDevice } from './device-of-license.ts';

/** Releases a device, under the lock of its license. */
export const releaseDevice: AdminOperation<'releaseDevice'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { device, subject, about } = await requireDevice(store, request);
    const { id, license_id: licenseId } = device;
    if (!device.active) {
      throw new ApiError('not_found', `The device ${id} has no seat: it was released before.`);
    }
    await store.seats.releaseDevice(device, now);
    return {
      response: {
        status: 200,
        body: present('AdminDevice', (await store.devices.find(licenseId, id)) ?? device),
      },
      subject,
      about,
      detail: { device: id },
    };
  });
