import type { BundleLicense } from '../../rules/bundle-license.ts';
import type { Stored } from '../../store/stored.ts';
import type { Tables } from '../../store/tables.ts';
import { withEtag } from '../etag.ts';
import { presentLicense } from '../licenses/present-license.ts';
import { present } from '../present.ts';

/** The AdminBundleLicense schema of the contract for bundle licenses, with their licenses. */
export async function presentBundleLicenses(
  store: Pick<Tables, 'licenses'>,
  bundleLicenses: readonly Stored<BundleLicense>[],
  now: Date,
) {
  const licenses = await store.licenses.findMany(bundleLicenses.flatMap((one) => one.license_ids));
  return bundleLicenses.map((one) => {
    const members = licenses.filter((license) => license.bundle_license_id === one.id);
    return present('AdminBundleLicense', {
      ...one,
      licenses: members.map((license) => presentLicense(license, now)),
    });
  });
}

/** The response with a bundle license that was just read or stored. */
export async function answerBundleLicense(
  store: Pick<Tables, 'licenses' | 'bundleLicenses'>,
  id: number,
  now: Date,
) {
  const found = await store.bundleLicenses.find(id);
  if (found === undefined) throw new Error(`bundle license ${id} does not exist`);
  const [presented] = await presentBundleLicenses(store, [found], now);
  if (presented === undefined) throw new Error(`bundle license ${id} was not presented`);
  return withEtag(found, presented);
}
