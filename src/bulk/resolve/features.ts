import { Known } from './known.ts';
import { productsOfLines } from './products-of-lines.ts';
import { mapAccepted, type Resolve, toFound, valuesIn } from './resolving.ts';
import { rowOf } from './row-of.ts';

/** A feature of a product is identified by its product and code. */
export const resolveFeatures: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const { ofLines, productIds } = await productsOfLines(resolving);
  const keyOf = (row: { product_id: number; code: string }) => `${row.product_id} ${row.code}`;
  const known = new Known(
    await staging.find('product_features', {
      product_id: productIds,
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
