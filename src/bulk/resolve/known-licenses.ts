import type { BulkRow } from '../../store/bulk/bulk-rows.ts';
import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import { faultOfNames, faultOfNewId, faultOfReference, findNeighbours } from './ids.ts';
import { Known } from './known.ts';
import {
  valuesIn,
  type Matches,
  singleMatch,
  type Resolving,
  storedBefore,
  toFound,
} from './resolving.ts';

type License = Found<'licenses'>;

/**
 * Finds the licenses that lines refer to: by ID, else by license key, else by product and order.
 * @param idColumn the column with the ID
 */
export async function findLicenses(resolving: Resolving, idColumn: string) {
  const { lines, staging } = resolving;
  const products = new Known(
    await staging.find('products', { code: valuesIn(lines, 'product') }),
    ({ code }) => code,
  );
  const ids = valuesIn<number>(lines, idColumn);
  const byId = new Known(await staging.find('licenses', { id: ids }), ({ id }) => id);
  const byKey = new Known(
    await staging.find('licenses', { license_key: valuesIn(lines, 'license_key') }),
    ({ license_key: key }) => key,
  );
  const orders = valuesIn<string>(lines, 'order_store_id').filter((order) => order !== '');
  const byOrder = new Known(
    await staging.find('licenses', { order_store_id: orders }),
    ({ order_store_id: order, product_id: product }) => `${product} ${order}`,
  );
  const neighbours = await findNeighbours(resolving, 'licenses', ids);
  const productOf = ({ cells }: Line) => products.get(cells['product'] ?? null)[0];
  const withKeyOf = ({ cells }: Line) => byKey.get(cells['license_key'] ?? null);
  const withOrderOf = (line: Line) =>
    byOrder.get(`${productOf(line)?.id ?? ''} ${line.cells['order_store_id'] ?? ''}`);
  const matching = (line: Line): Matches<'licenses'> => {
    const { [idColumn]: id = null, license_key: key = null } = line.cells;
    if (id !== null) return { column: idColumn, rows: byId.get(id) };
    if (key !== null) return { column: 'license_key', rows: withKeyOf(line) };
    const rows = withOrderOf(line).filter((row) => row.license_key === null);
    return { column: 'order_store_id', rows };
  };
  const namesOf = (line: Line, row: License) => {
    const { license_key: key = null, order_store_id: order = null } = line.cells;
    const others = (rows: readonly License[]) =>
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
    referred(line: Line): License | undefined {
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
    add({ id = null, license_key = null, product_id = null, order_store_id = null }: BulkRow) {
      const row = toFound<'licenses'>({ id, license_key, product_id, order_store_id });
      for (const known of [byId, byKey, byOrder]) known.add(row);
    },
  };
}
