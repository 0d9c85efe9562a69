import type { Stored } from '../../store/stored.ts';
import type { ProductFeature } from '../../rules/product-feature.ts';
import type { Tables } from '../../store/tables.ts';
import { present } from '../present.ts';

/** The AdminProductFeature schema of the contract. */
export async function presentFeature(store: Tables, feature: Stored<ProductFeature>) {
  const [{ product_code } = { product_code: '' }] = await store.productFeatures.withProducts([
    feature,
  ]);
  return present('AdminProductFeature', { ...feature, product_code });
}
