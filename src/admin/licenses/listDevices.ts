import type { AdminOperation } from '../../contract/operation.ts';
import { requireExisting } from '../require-existing.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

export const listDevices: AdminOperation<'listDevices'> = async ({ store }, request) => {
  const { path, query } = request;
  const license = requireExisting(await store.licenses.find(path.id), request, 'license');
  const filter = {
    license_id: license.id,
    active: query.active,
    license_user_id: query.license_user_id,
    hardware_id: query.hardware_id,
  };
  const page = await store.devices.list(filter, pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminDevice', one)) };
};
