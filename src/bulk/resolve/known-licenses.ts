import type { BulkRow } from '../../store/staging.ts';
import type { Line } from '../parse-record.ts';
import { Known } from './known.ts';
import { given, type Matches, type Resolving, toFound } from './resolving.ts';

/**
 * The licenses that lines mean: by id, else by key, else by product and order.
 * @param idColumn what the file calls the id
 */
export async function findLicenses({ lines, staging }: Resolving, idColumn: string) {
  const products = new Known(
    await staging.find('products', { code: given(lines, 'product') }),
    ({ code }) => code,
  );
  const isByOrder = ({ cells }: Line) => cells[idColumn] == null && cells['license_key'] == null;
  const byId = new Known(
    await staging.find('licenses', { id: given(lines, idColumn) }),
    ({ id }) => id,
  );
  const byKey = new Known(
    await staging.find('licenses', { license_key: given(lines, 'license_key') }),
    ({ license_key: key }) => key,
  );
  const orders = given<string>(lines.filter(isByOrder), 'order_store_id');
  const byOrder = new Known(
    await staging.find('licenses', { order_store_id: orders.filter((order) => order !== '') }),
    ({ order_store_id: order, product_id: product }) => `${product} ${order}`,
  );

  return {
    productOf: ({ cells }: Line) => products.get(cells['product'] ?? null)[0],
    matching({ cells }: Line): Matches<'licenses'> {
      const { [idColumn]: id = null, license_key: key = null, order_store_id: order } = cells;
      if (id !== null) return { column: idColumn, rows: byId.get(id) };
      if (key !== null) return { column: 'license_key', rows: byKey.get(key) };
      const product = products.get(cells['product'] ?? null)[0]?.id ?? '';
      const rows = byOrder.get(`${product} ${order ?? ''}`);
      return { column: 'order_store_id', rows: rows.filter((row) => row.license_key === null) };
    },
    withKeyOf: ({ cells }: Line) => {
      const key = cells['license_key'] ?? null;
      return key === null ? [] : byKey.get(key);
    },
    /** For the lines after it to find. */
    add({ id = null, license_key = null, product_id = null, order_store_id = null }: BulkRow) {
      const row = toFound<'licenses'>({ id, license_key, product_id, order_store_id });
      for (const known of [byId, byKey, byOrder]) known.add(row);
    },
  };
}
