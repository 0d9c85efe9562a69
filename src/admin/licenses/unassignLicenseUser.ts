import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse, notFoundById } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { answerLicense } from './answer-license.ts';

export const unassignLicenseUser: AdminOperation<'unassignLicenseUser'> = (deps, request) =>
  change(deps, request, async (store, now) => {
    const { id, user_id: userId } = request.path;
    const license = requireExisting(await store.licenses.find(id), request, 'license');
    const assigned = await store.assignments.find(id, userId);
    if (assigned === undefined) throw notFoundById('assigned license user', userId);
    const devices = await store.devices.listActive(id, userId);
    if (devices.length > 0 && !request.query.release_devices) {
      throw inUse(
        `The license user has ${devices.length} active device(s). Release them first, or send release_devices=true.`,
      );
    }
    for (const device of devices) await store.seats.releaseDevice(device, now);
    await store.assignments.unassign(id, userId);
    await store.licenses.update(license, now);
    return {
      response: await answerLicense(store, id, now),
      subject: { kind: 'license', id },
      about: { email: assigned.email, licenseUserId: userId, product: license.product_code },
      detail: { released: devices.map(({ hardware_id: hardwareId }) => hardwareId) },
    };
  });
