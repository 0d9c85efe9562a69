import type { Tables } from '../../store/tables.ts';
import { withEtag } from '../etag.ts';
import { presentLicense } from './present-license.ts';

/** The response with a license that was just stored, with its users and features. */
export async function answerLicense(store: Tables, id: number, now: Date) {
  const license = await store.licenses.find(id);
  if (license === undefined) throw new Error(`license ${id} was just stored, but does not exist`);
  const users = await store.assignments.list(id);
  const features = await store.licenseFeatures.list(id);
  return withEtag(license, presentLicense(license, now, { users, features }));
}
