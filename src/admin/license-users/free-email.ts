import type { Tables } from '../../store/tables.ts';
import { alreadyExists } from '../change.ts';

/**
 * Checks that no license user has an address.
 * @param email in lower case
 * @throws ApiError already_exists
 */
export async function assertFreeEmail(store: Tables, email: string): Promise<void> {
  if ((await store.licenseUsers.findByEmail(email)) !== undefined) {
    throw alreadyExists(`body.email: there is a license user with the address ${email} already.`);
  }
}
