import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import { Known } from './known.ts';
import { mapAccepted, type Resolving, singleMatch, valuesIn } from './resolving.ts';

/**
 * Finds the products that lines name in the column `product`. Lines without one are refused.
 * @returns each other line with its product, and the IDs of these products
 */
export async function productsOfLines(resolving: Resolving): Promise<{
  ofLines: { readonly line: Line; readonly product: Found<'products'> }[];
  productIds: number[];
}> {
  const { lines, staging } = resolving;
  const products = new Known(
    await staging.find('products', { code: valuesIn(lines, 'product') }),
    ({ code }) => code,
  );
  const ofLines = mapAccepted(lines, (line) => {
    const rows = products.get(line.cells['product'] ?? null);
    const product = singleMatch(resolving, line, { column: 'product', rows });
    return product && { line, product };
  });
  return { ofLines, productIds: [...new Set(ofLines.map(({ product }) => product.id))] };
}
