import { ApiError } from '../../rules/errors.ts';
import type { Tables } from '../../store/tables.ts';

/** Checks that the products of an API key exist. @throws ApiError validation_error, which names the first unknown ID */
export async function assertProducts(
  store: Pick<Tables, 'products'>,
  ids: readonly number[] | null,
): Promise<void> {
  for (const [index, id] of (ids ?? []).entries()) {
    if ((await store.products.find(id)) === undefined) {
      throw new ApiError(
        'validation_error',
        `body.product_ids.${index}: there is no product with the id ${id}`,
      );
    }
  }
}
