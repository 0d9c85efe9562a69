import type { AdminOperation } from '../../contract/operation.ts';
import { change, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';

/** Frees a slot, under the lock of its license, also when it is borrowed. */
export const freeSlot: AdminOperation<'freeSlot'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, slot_id: slotId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const slot = await store.slots.findHeld(id, slotId, now);
    if (slot === undefined) throw notFoundById('slot in use of this license', slotId);
    await store.slots.delete(slotId);
    return {
      response: { status: 204 },
      subject: { kind: 'license', id },
      about: { ...aboutLicense(license), hardwareId: slot.hardware_id },
      detail: { device: slot.device_id, ...(slot.feature !== null && { feature: slot.feature }) },
    };
  });
