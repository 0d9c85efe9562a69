import type { AdminOperation } from '../../contract/operation.ts';
import { change } from '../change.ts';
import { present } from '../present.ts';
import { requireDevice } from './device-of-license.ts';

/** Blacklists a device and frees its slots, or accepts it again, under the lock of its license. */
export const updateDevice: AdminOperation<'updateDevice'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { body } = request;
    const { device, subject, about } = await requireDevice(store, request);
    const { blacklisted = device.blacklisted } = body;
    await store.devices.setBlacklisted(device.id, blacklisted, now);
    if (blacklisted) await store.slots.freeAllOf(device.id);
    return {
      response: {
        status: 200,
        body: present('AdminDevice', { ...device, blacklisted, updated_at: now }),
      },
      subject,
      about,
      detail: { device: device.id, changed: Object.keys(body) },
    };
  });
