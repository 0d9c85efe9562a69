import type { Terms } from '../rules/license-terms.ts';

/** A kind of license that the demo has a product and a license key of. The code of the product is `demo-<kind>`. */
interface DemoKind {
  /** The name of the product. */
  readonly name: string;
  readonly terms: Partial<Terms>;
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
};
