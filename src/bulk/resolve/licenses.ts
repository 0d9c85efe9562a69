import type { BulkRow } from '../../store/bulk/bulk-rows.ts';
import type { Line } from '../parse-record.ts';
import { bundleLicenseOf } from './bundle-license-of.ts';
import { withTimeOfCount } from './counters.ts';
import { withEndOfActivation, withEndOfDays } from './ends.ts';
import { type CustomerKey, findCustomers } from './known-customers.ts';
import { Known } from './known.ts';
import type { BundleLicense } from './known-bundle-licenses.ts';
import { findLicenses, type KnownLicense, type KnownLicenses } from './known-licenses.ts';
import { faultOfLicense } from './license-fault.ts';
import { type Resolve, mapAccepted, valuesIn } from './resolving.ts';
import { faultOfRepeat, rowOf } from './row-of.ts';

const CUSTOMER = {
  id: 'customer_id',
  reference: 'customer_reference',
  email: 'customer_email',
  company: 'customer_company',
};

/**
 * A license is identified by ID, else by license key, else by product and order. One that belongs to a bundle license is
 * identified by ID, else by the bundle license and the product.
 */
export const resolveLicenses: Resolve = async (resolving) => {
  const { lines, staging, refuse, update, now } = resolving;
  const known = await findLicenses(resolving, 'id');
  const bundles = new Known(
    await staging.find('bundles', { code: valuesIn(lines, 'bundle') }),
    ({ code }) => code,
  );
  const there = update ? known.all() : [];
  const users = await staging.countAssignments(there.map(({ id }) => id));
  const customers = await findCustomers(resolving, lines.map(customerOf), CUSTOMER);

  const newBundleLicenses: BulkRow[] = [];

  const rows = mapAccepted(lines, (read) => {
    const product = known.productOf(read);
    const [bundle] = bundles.get(read.cells['bundle'] ?? null);
    const named = bundleLicenseOf(resolving, read, { licenses: known, bundle });
    if (named === undefined) return undefined;
    const isSaid = Object.hasOwn(read.cells, 'bundle') || named !== null;
    const { column, rows } = known.matching(
      read,
      isSaid ? (named?.bundleLicense ?? null) : undefined,
    );
    // This comes first: of a row of an earlier line only the identifying columns are known.
    const repeat = faultOfRepeat(rows);
    if (repeat !== undefined) return refuse(read, column, repeat);
    const [license] = rows;
    const bundleLicense = named?.bundleLicense ?? known.bundleLicenseOf(license);
    const line = bundleLicense === undefined ? read : withKeyOf(bundleLicense, read);
    const fault =
      faultOfMembership(read, { license, bundleLicense, known }) ??
      known.faultOf(line) ??
      faultOfLicense(line, { product, license, users: users.get(license?.id ?? 0) ?? 0 });
    if (fault !== undefined) return refuse(line, ...fault);
    const key = customerOf(line);
    const hasCustomer = [key.id, key.reference, key.email].some((one) => one !== null);
    const customer = hasCustomer ? customers.referred(line, key) : null;
    if (customer === undefined) return undefined;
    const link = { customer_id: customer?.id ?? null };
    const saysCustomer = Object.values(CUSTOMER).some((name) => Object.hasOwn(line.cells, name));
    const own = bundleLicense === undefined ? line : withoutKey(line);
    const ended = withEndOfDays(withEndOfActivation(own, 'valid_until', license), license, now);
    const staged = rowOf(resolving, withTimeOfCount(ended, now), {
      column,
      matches: rows,
      keys: ({ id }) => ({ id }),
      defaults: {
        ...link,
        product_id: product?.id ?? null,
        bundle_license_id: bundleLicense?.id ?? null,
        times_activated: 0,
        vacated_seats: 0,
        updated_at: now,
      },
      changes: { ...(saysCustomer && link), updated_at: now },
    });
    if (staged === undefined) return undefined;
    if (named?.isNew === true) {
      const { created_at: createdAt = null } = staged.row;
      const times = { created_at: Number(createdAt ?? now), updated_at: now };
      newBundleLicenses.push({ ...named.bundleLicense, ...times });
      known.bundleLicenses.add(named.bundleLicense);
    }
    known.add(staged.row);
    return named?.isNew === true ? { ...staged, included: { bundle_licenses: 1 } } : staged;
  });
  await staging.addIncluded(newBundleLicenses);
  return rows;
};

/** A license that belongs to a bundle license has no key of its own. */
function withoutKey({ number, cells }: Line): Line {
  const own = Object.entries(cells).filter(([name]) => name !== 'license_key');
  return { number, cells: Object.fromEntries(own) };
}

/** The checks of a license need its key, also when the line leaves it out. */
function withKeyOf({ license_key: key }: BundleLicense, { number, cells }: Line): Line {
  return { number, cells: { ...cells, license_key: key } };
}

/** The reason why a license must not have the bundle license, or the key, that its line says. */
function faultOfMembership(
  line: Line,
  {
    license,
    bundleLicense,
    known,
  }: {
    license: KnownLicense | undefined;
    bundleLicense: BundleLicense | undefined;
    known: KnownLicenses;
  },
): readonly [column: string, reason: string] | undefined {
  const { license_key: key = null } = line.cells;
  if (bundleLicense === undefined) {
    const isOfBundle = key !== (license?.license_key ?? null) && known.isKeyOfBundle(line);
    return isOfBundle
      ? ['license_key', 'belongs to a bundle license: enter its bundle']
      : undefined;
  }
  if (license !== undefined && license.bundle_license_id !== bundleLicense.id) {
    return ['bundle', 'cannot change: the license does not belong to this bundle license'];
  }
  if (key !== null && key !== bundleLicense.license_key) {
    return ['license_key', 'is not that of the bundle license'];
  }
  const isNamed = known.productOf(line) !== undefined;
  if (license === undefined && isNamed && known.memberOf(bundleLicense, line) !== undefined) {
    return ['product', 'has a license in this bundle license already'];
  }
  return undefined;
}

/** An empty text counts as no value. */
function customerOf({ cells }: Line): CustomerKey {
  return {
    id: cells[CUSTOMER.id] ?? null,
    reference: cells[CUSTOMER.reference] || null,
    email: cells[CUSTOMER.email] || null,
    company: cells[CUSTOMER.company] ?? null,
  };
}
