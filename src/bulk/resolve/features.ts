import { Known } from './known.ts';
import { mapAccepted, type Resolve, singleMatch, toFound, valuesIn } from './resolving.ts';
import { rowOf } from './row-of.ts';

/** A feature of a product is identified by its product and code. */
export const resolveFeatures: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const products = new Known(
    await staging.find('products', { code: valuesIn(lines, 'product') }),
    ({ code }) => code,
  );
  const ofLines = mapAccepted(lines, (line) => {
    const rows = products.get(line.cells['product'] ?? null);
    const product = singleMatch(resolving, line, { column: 'product', rows });
    return product && { line, product };
  });
  const keyOf = (row: { product_id: number; code: string }) => `${row.product_id} ${row.code}`;
  const known = new Known(
    await staging.find('product_features', {
      product_id: [...new Set(ofLines.map(({ product }) => product.id))],
      code: valuesIn(lines, 'code'),
    }),
    keyOf,
  );

  return mapAccepted(ofLines, ({ line, product }) => {
    const { code = null, feature_type: type } = line.cells;
    if (code === null) return refuse(line, 'code', 'is missing');
    const matches = known.get(keyOf({ product_id: product.id, code: String(code) }));
    const [found] = matches;
    if (found?.staged === false && type !== undefined && type !== found.feature_type) {
      return refuse(
        line,
        'feature_type',
        `cannot change: the feature is of the type ${found.feature_type}`,
      );
    }
    const staged = rowOf(resolving, line, {
      column: 'code',
      matches,
      keys: ({ id }) => ({ id }),
      defaults: { id: null, product_id: product.id, updated_at: now },
      changes: { updated_at: now },
    });
    if (staged !== undefined) known.add(toFound(staged.row));
    return staged;
  });
};
