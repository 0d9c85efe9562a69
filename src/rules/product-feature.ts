import { json, number, oneOf, text, type Values } from './fields.ts';

/** The fields of a product feature that the vendor sets. */
export const productFeatureFields = {
  product_id: number,
  /** Unique in its product. */
  code: text,
  name: text,
  /** Whether it is only there or not, or counts its use too. */
  feature_type: oneOf<'activation' | 'consumption'>(),
  metadata: json<Record<string, unknown>>(),
};

export interface ProductFeature extends Values<typeof productFeatureFields> {
  readonly id: number;
}
