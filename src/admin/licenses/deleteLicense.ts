import type { AdminOperation } from '../../contract/operation.ts';
import { change, inUse } from '../change.ts';
import { requireExisting } from '../require-existing.ts';
import { aboutLicense } from './about-license.ts';

export const deleteLicense: AdminOperation<'deleteLicense'> = (deps, request) =>
  change(deps, request, async (store) => {
    const { path } = request;
    const license = requireExisting(await store.licenses.find(path.id), request, 'license');
    const { id, times_activated: timesActivated, order_store_id: orderStoreId } = license;
    if (timesActivated > 0) {
      throw inUse(
        `${timesActivated} device(s) are active on the license. Release them first, or disable the license.`,
      );
    }
    await store.licenses.delete(id);
    return {
      response: { status: 204 },
      subject: { kind: 'license', id },
      about: aboutLicense(license),
      detail: { order_store_id: orderStoreId },
    };
  });
