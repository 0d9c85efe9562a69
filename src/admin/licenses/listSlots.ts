import type { AdminOperation } from '../../contract/operation.ts';
import { requireExisting } from '../require-existing.ts';
import { pageOf, presentPage } from '../page.ts';
import { present } from '../present.ts';

/** Lists the slots that devices hold of a floating license and of its floating features. */
export const listSlots: AdminOperation<'listSlots'> = async ({ store, clock }, request) => {
  const { path, query } = request;
  const license = requireExisting(await store.licenses.find(path.id), request, 'license');
  const filter = { license_id: license.id, hardware_id: query.hardware_id };
  const page = await store.slots.list(filter, clock(), pageOf(query));
  return { status: 200, body: presentPage(page, (one) => present('AdminSlot', one)) };
};
