import { type Bundle, misfitOf } from '../../rules/bundle.ts';
import { ApiError } from '../../rules/errors.ts';
import type { Tables } from '../../store/tables.ts';
import { unknownId } from '../change.ts';

/**
 * Checks that the products of a bundle exist and are activated in the same way as it.
 * @throws ApiError validation_error
 */
export async function assertProducts(
  store: Pick<Tables, 'products'>,
  bundle: Pick<Bundle, 'product_ids' | 'authorization_method'>,
): Promise<void> {
  const products = await store.products.findMany(bundle.product_ids);
  for (const id of bundle.product_ids) {
    const product = products.get(id);
    if (product === undefined) throw unknownId('product_ids', 'product', id);
    const misfit = misfitOf(product, bundle);
    if (misfit !== undefined) {
      const message = `body.product_ids: the product ${product.code} ${misfit}`;
      throw new ApiError('validation_error', message);
    }
  }
}
