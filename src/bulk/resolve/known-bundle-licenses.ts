import type { Found, Staging } from '../../store/bulk/staging.ts';

export type BundleLicense = Pick<Found<'bundle_licenses'>, 'id' | 'bundle_id' | 'license_key'>;

/** Finds bundle licenses by their ids and license keys. */
export async function findBundleLicenses(
  staging: Staging,
  { ids, keys }: { ids: readonly number[]; keys: readonly string[] },
) {
  const byId = new Map<number | null, BundleLicense>();
  const byKey = new Map<string | null, BundleLicense>();
  const add = (row: BundleLicense) => {
    byId.set(row.id, row);
    if (row.license_key !== null) byKey.set(row.license_key, row);
  };
  for (const row of await staging.find('bundle_licenses', { id: ids })) add(row);
  for (const row of await staging.find('bundle_licenses', { license_key: keys })) add(row);
  return {
    all: (): BundleLicense[] => [...byId.values()],
    withId: (id: number | null) => byId.get(id),
    withKey: (key: string | null) => byKey.get(key),
    /** Makes a new bundle license available to later lines. */
    add,
  };
}
