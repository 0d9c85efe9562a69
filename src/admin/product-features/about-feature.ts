import type { About } from '../../rules/about.ts';
import type { ProductFeature } from '../../rules/product-feature.ts';
import type { Tables } from '../../store/tables.ts';

/** What the audit entry of a product feature is about, in addition to its ID. */
export async function aboutFeature(
  store: Tables,
  { product_id: productId }: ProductFeature,
): Promise<About> {
  return { product: (await store.products.find(productId))?.code };
}
