import type { Tables } from '../../store/tables.ts';
import { withEtag } from '../etag.ts';
import { presentLicense } from './present-license.ts';

/** The answer that tells of a license as it was kept a moment ago, with its users. */
export async function answerLicense(store: Tables, id: number, now: Date) {
  const license = await store.licenses.find(id);
  if (license === undefined) throw new Error(`license ${id} was just kept, and is not there`);
  const users = await store.assignments.list(id);
  return withEtag(license, presentLicense(license, now, users));
}
