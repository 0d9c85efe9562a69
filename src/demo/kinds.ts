import type { FeatureTerms } from '../rules/license-feature.ts';
import type { Terms } from '../rules/license-terms.ts';
import type { ProductFeature } from '../rules/product-feature.ts';

/** A kind of license that the demo has a product and a license key of. The code of the product is `demo-<kind>`. */
interface DemoKind {
  /** The name of the product. */
  readonly name: string;
  readonly terms: Partial<Terms>;
  /** True when applications may create trials of the product. */
  readonly trials?: boolean;
  /** The features of the product, which the license has. */
  readonly features?: readonly DemoFeature[];
  /** The versions of the product. The file of each is a text. */
  readonly versions?: readonly { readonly version: string; readonly released: string }[];
}

interface DemoFeature extends Pick<ProductFeature, 'code' | 'name' | 'feature_type'> {
  readonly terms: Partial<FeatureTerms>;
}

export const demoKinds: Readonly<Record<string, DemoKind>> = {
  consumption: {
    name: 'Demo (consumption)',
    // Negative, so that `latchkey try` can give back what it counted.
    terms: {
      license_type: 'consumption',
      max_consumptions: 100,
      allow_negative_consumptions: true,
    },
  },
  floating: {
    name: 'Demo (floating)',
    // One slot, so that `latchkey try` can show what a second device gets.
    terms: { floating: true, floating_users: 1, floating_timeout: 30, can_borrow: true },
  },
  feature: {
    name: 'Demo (features)',
    terms: { can_borrow: true },
    features: [
      { code: 'ocr', name: 'Text recognition', feature_type: 'activation', terms: {} },
      {
        code: 'render',
        name: 'Rendering',
        feature_type: 'activation',
        terms: { floating: true, floating_users: 2, floating_timeout: 30 },
      },
      {
        code: 'pages',
        name: 'Pages',
        feature_type: 'consumption',
        // Negative, as above.
        terms: { max_consumptions: 100, allow_negative_consumptions: true },
      },
    ],
  },
  offline: { name: 'Demo (offline)', terms: {} },
  trial: {
    name: 'Demo (trial)',
    terms: {},
    trials: true,
  },
  versions: {
    name: 'Demo (versions)',
    // The license gets the first two.
    terms: { maintenance_until: new Date('2025-12-31T23:59:59.999Z') },
    versions: [
      { version: '1.0.0', released: '2025-03-01' },
      { version: '1.1.0', released: '2025-10-01' },
      { version: '2.0.0', released: '2026-03-01' },
    ],
  },
};
