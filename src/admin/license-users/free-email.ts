import type { Tables } from '../../store/tables.ts';
import { alreadyExists } from '../change.ts';

/** @param email in lower case @throws ApiError already_exists where a license user has the address */
export async function assertFreeEmail(store: Tables, email: string): Promise<void> {
  if ((await store.licenseUsers.findByEmail(email)) !== undefined) {
    throw alreadyExists(`body.email: there is a license user with the address ${email} already.`);
  }
}
