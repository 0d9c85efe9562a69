import { newId } from '../../rules/ids.ts';
import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import type { BundleLicense } from './known-bundle-licenses.ts';
import type { KnownLicenses } from './known-licenses.ts';
import type { Resolving } from './resolving.ts';

/** What a line of licenses needs to name a bundle license. */
interface Known {
  readonly licenses: KnownLicenses;
  readonly bundle: Found<'bundles'> | undefined;
}

/** The bundle license that a line names. */
interface Named {
  readonly bundleLicense: BundleLicense;
  /** True when the line creates it. */
  readonly isNew: boolean;
}

/**
 * The bundle license that a license belongs to. It is identified by its ID, else by its license key, else by bundle and
 * order; the first of its licenses creates it.
 * @returns null when the line names none; undefined when the line was refused
 */
export function bundleLicenseOf(
  { refuse }: Pick<Resolving, 'refuse'>,
  line: Line,
  { licenses, bundle }: Known,
): Named | null | undefined {
  const { bundle_license_id: id = null, bundle: code = null, license_key: key = null } = line.cells;
  if (id === null && code === null) return null;
  if (code !== null && bundle === undefined) {
    return refuse(line, 'bundle', `${JSON.stringify(code)} does not exist`);
  }
  const rows = named(line, { licenses, bundle });
  if (rows.length > 1) {
    return refuse(line, 'bundle', 'has several licenses in this order; name one by its id');
  }
  const [found] = rows;
  if (found !== undefined) {
    if (bundle !== undefined && bundle.id !== found.bundle_id) {
      return refuse(line, 'bundle', 'is not the bundle of the bundle license');
    }
    if (key !== null && key !== found.license_key) {
      return refuse(line, 'license_key', 'is not that of the bundle license');
    }
    return { bundleLicense: found, isNew: false };
  }
  if (bundle === undefined) {
    return refuse(line, 'bundle_license_id', `${id} does not exist, and no bundle is given`);
  }
  if (bundle.authorization_method === 'license-key' && key === null) {
    return refuse(line, 'license_key', 'is missing: licenses of this bundle need one');
  }
  if (bundle.authorization_method === 'user' && key !== null) {
    return refuse(line, 'license_key', 'must be empty: licenses of this bundle have users');
  }
  if (licenses.hasKey(line)) return refuse(line, 'license_key', 'belongs to another license');
  const bundleLicense = {
    id: id === null ? newId() : Number(id),
    bundle_id: bundle.id,
    license_key: key === null ? null : String(key),
  };
  return { bundleLicense, isNew: true };
}

function named({ cells }: Line, { licenses, bundle }: Known): BundleLicense[] {
  const { bundle_license_id: id = null, license_key: key = null, order_store_id: order } = cells;
  const { bundleLicenses } = licenses;
  const one =
    id !== null
      ? bundleLicenses.withId(Number(id))
      : key !== null
        ? bundleLicenses.withKey(String(key))
        : undefined;
  if (one !== undefined) return [one];
  if (id !== null || key !== null || bundle === undefined) return [];
  return licenses.bundleLicensesInOrder(order ?? null).filter((row) => row.bundle_id === bundle.id);
}
