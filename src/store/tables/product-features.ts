import type { Kysely } from 'kysely';
import { type ProductFeature, productFeatureFields } from '../../rules/product-feature.ts';
import { lookUp } from '../look-up.ts';
import { revisedTable } from '../revised-table.ts';
import type { Schema } from '../schema.ts';

export function productFeatureStore(db: Kysely<Schema>) {
  return {
    ...revisedTable(db, 'product_features', productFeatureFields),

    /** Adds the codes of their products to features. */
    async withProducts<Feature extends ProductFeature>(
      features: readonly Feature[],
    ): Promise<(Feature & { readonly product_code: string })[]> {
      const products = await lookUp(
        db,
        'products',
        features.map(({ product_id: id }) => id),
      );
      return features.map((feature) => ({
        ...feature,
        product_code: products.get(feature.product_id)?.code ?? '',
      }));
    },

    /** Finds features of a product by their codes. */
    async findByCodes(
      productId: number,
      codes: readonly string[],
    ): Promise<Pick<ProductFeature, 'id' | 'code' | 'feature_type'>[]> {
      if (codes.length === 0) return [];
      return (await db
        .selectFrom('product_features')
        .select(['id', 'code', 'feature_type'])
        .where('product_id', '=', productId)
        .where('code', 'in', codes)
        .execute()) as Pick<ProductFeature, 'id' | 'code' | 'feature_type'>[];
    },

    /** True when licenses have the feature, so that it cannot be deleted. */
    async isInUse(id: number): Promise<boolean> {
      const row = await db
        .selectFrom('license_features')
        .select('id')
        .where('product_feature_id', '=', id)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
