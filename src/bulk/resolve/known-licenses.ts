import type { BulkRow } from '../../store/bulk/bulk-rows.ts';
import type { Found } from '../../store/bulk/staging.ts';
import type { Cell } from '../cell-types.ts';
import type { Line } from '../parse-record.ts';
import { faultOfNames, faultOfNewId, faultOfReference, findNeighbours } from './ids.ts';
import { Known } from './known.ts';
import { type BundleLicense, findBundleLicenses } from './known-bundle-licenses.ts';
import {
  valuesIn,
  type Matches,
  singleMatch,
  type Resolving,
  storedBefore,
  toFound,
} from './resolving.ts';

/** A license. Those that belong to a bundle license have its license key. */
export type KnownLicense = Found<'licenses'>;

export type KnownLicenses = Awaited<ReturnType<typeof findLicenses>>;

/**
 * Finds the licenses that lines refer to: by ID, else by license key, else by product and order. The key of a bundle
 * license and a product name a license that belongs to it.
 * @param idColumn the column with the ID
 */
export async function findLicenses(resolving: Resolving, idColumn: string) {
  const { lines, staging } = resolving;
  const products = new Known(
    await staging.find('products', { code: valuesIn(lines, 'product') }),
    ({ code }) => code,
  );
  const ids = valuesIn<number>(lines, idColumn);
  const keys = valuesIn<string>(lines, 'license_key');
  const orders = valuesIn<string>(lines, 'order_store_id').filter((order) => order !== '');
  const identified = await staging.find('licenses', { id: ids });
  const keyed = await staging.find('licenses', { license_key: keys });
  const ordered = await staging.find('licenses', { order_store_id: orders });
  const bundleLicenses = await findBundleLicenses(staging, {
    ids: [
      ...new Set([
        ...valuesIn<number>(lines, 'bundle_license_id'),
        ...[...identified, ...ordered].flatMap((row) => row.bundle_license_id ?? []),
      ]),
    ],
    keys,
  });
  const members = await staging.find('licenses', {
    bundle_license_id: bundleLicenses.all().map(({ id }) => id),
  });
  const withItsKey = (row: KnownLicense): KnownLicense => {
    const bundleLicense = bundleLicenses.withId(row.bundle_license_id);
    return bundleLicense === undefined ? row : { ...row, license_key: bundleLicense.license_key };
  };
  const known = (rows: readonly KnownLicense[], keyOf: (row: KnownLicense) => Cell) =>
    new Known(rows.map(withItsKey), keyOf);
  const byId = known(identified, ({ id }) => id);
  const byKey = known(keyed, (row) => (isMember(row) ? null : row.license_key));
  const byOrder = known(ordered, (row) => `${row.product_id} ${row.order_store_id}`);
  const withOrder = known(ordered, (row) => row.order_store_id);
  const byBundleLicense = known(members, (row) => row.bundle_license_id);
  const neighbours = await findNeighbours(resolving, 'licenses', ids);
  const productOf = ({ cells }: Line) => products.get(cells['product'] ?? null)[0];
  const membersOf = (bundleLicense: BundleLicense, line: Line) => {
    const rows = byBundleLicense.get(bundleLicense.id);
    const isNamed = (line.cells['product'] ?? null) !== null;
    return isNamed ? rows.filter((row) => row.product_id === productOf(line)?.id) : rows;
  };
  const withKeyOf = (line: Line) => {
    const key = (line.cells['license_key'] ?? null) as string | null;
    const bundleLicense = bundleLicenses.withKey(key);
    return bundleLicense === undefined ? byKey.get(key) : membersOf(bundleLicense, line);
  };
  const withOrderOf = (line: Line) =>
    byOrder.get(`${productOf(line)?.id ?? ''} ${line.cells['order_store_id'] ?? ''}`);
  /** @param bundleLicense the one that the line names, null for none; undefined when the file does not say */
  const matching = (line: Line, bundleLicense?: BundleLicense | null): Matches<'licenses'> => {
    const { [idColumn]: id = null, license_key: key = null } = line.cells;
    if (id !== null) return { column: idColumn, rows: byId.get(id) };
    const column = key === null ? 'order_store_id' : 'license_key';
    if (bundleLicense) return { column, rows: membersOf(bundleLicense, line) };
    if (key !== null) return { column, rows: withKeyOf(line) };
    const rows = withOrderOf(line).filter((row) => row.license_key === null);
    return { column, rows: bundleLicense === null ? rows.filter((row) => !isMember(row)) : rows };
  };
  const namesOf = (line: Line, row: KnownLicense) => {
    const { license_key: key = null, order_store_id: order = null } = line.cells;
    const others = (rows: readonly KnownLicense[]) =>
      rows.length > 0 && rows.every(({ id }) => id !== row.id);
    return [
      { column: 'license_key', given: key, own: row.license_key, isTaken: others(withKeyOf(line)) },
      {
        column: 'order_store_id',
        given: order,
        own: row.order_store_id,
        isTaken: others(withOrderOf(line)),
      },
    ];
  };

  return {
    productOf,
    matching,
    bundleLicenses,

    /** The licenses that exist. */
    all: () => [...identified, ...keyed, ...ordered, ...members].filter(({ staged }) => !staged),

    bundleLicenseOf: (license: KnownLicense | undefined) =>
      bundleLicenses.withId(license?.bundle_license_id ?? null),

    /** The license of a bundle license for the product of a line. */
    memberOf: (bundleLicense: BundleLicense, line: Line) => membersOf(bundleLicense, line)[0],

    isKeyOfBundle: ({ cells }: Line) =>
      bundleLicenses.withKey((cells['license_key'] ?? null) as string | null) !== undefined,

    /** True when a license or a bundle license has the key of a line. */
    hasKey: ({ cells: { license_key: key = null } }: Line) =>
      byKey.get(key).length > 0 || bundleLicenses.withKey(key as string | null) !== undefined,

    /** The bundle licenses without a key that have a license with this order. */
    bundleLicensesInOrder(order: Cell): BundleLicense[] {
      const ids = new Set(withOrder.get(order).map((row) => row.bundle_license_id));
      const found = [...ids].flatMap((id) => bundleLicenses.withId(id) ?? []);
      return found.filter((one) => one.license_key === null);
    },

    /** The reason why a line must not create or change the license with its ID; undefined when it may. */
    faultOf(line: Line): readonly [column: string, reason: string] | undefined {
      const { [idColumn]: id = null, license_key: key = null, order_store_id: order } = line.cells;
      if (id === null) return undefined;
      const [row] = byId.get(id);
      if (row !== undefined) {
        const reference = { column: idColumn, id: row.id, neighbour: neighbours(id) };
        return faultOfNames(reference, namesOf(line, row));
      }
      const [keyed] = storedBefore(resolving, withKeyOf(line));
      const [ordered] = storedBefore(resolving, key === null ? withOrderOf(line) : []);
      const known =
        keyed === undefined
          ? ordered && { column: 'order_store_id', name: order ?? null, id: ordered.id }
          : { column: 'license_key', name: key, id: keyed.id };
      const reason = faultOfNewId(id, known, neighbours(id));
      return reason === undefined ? undefined : [idColumn, reason];
    },

    /** The license that a line refers to; undefined when the line was refused. */
    referred(line: Line): KnownLicense | undefined {
      const row = singleMatch(resolving, line, matching(line));
      if (row === undefined) return undefined;
      const id = line.cells[idColumn] ?? null;
      const code = line.cells['product'] ?? null;
      const isItsProduct = productOf(line)?.id === row.product_id;
      const fault = faultOfReference(
        { column: idColumn, id: row.id, neighbour: id === null ? undefined : neighbours(id) },
        [
          ...namesOf(line, row),
          { column: 'product', given: code, own: isItsProduct ? code : null },
        ],
      );
      return fault === undefined ? row : resolving.refuse(line, ...fault);
    },

    /** Makes a new license available to later lines. */
    add(license: BulkRow) {
      const { id = null, product_id = null, license_key = null, order_store_id = null } = license;
      const { bundle_license_id = null } = license;
      const names = { id, product_id, license_key, order_store_id, bundle_license_id };
      const row = withItsKey(toFound<'licenses'>(names));
      for (const rows of [byId, byKey, byOrder, withOrder, byBundleLicense]) rows.add(row);
    },
  };
}

function isMember({ bundle_license_id: id }: KnownLicense): boolean {
  return id !== null;
}
