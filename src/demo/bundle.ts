import { defaultsOf } from '../contract/defaults.ts';
import type { Bundle } from '../rules/bundle.ts';
import { newId } from '../rules/ids.ts';
import { newLicenseKey } from '../rules/license-key.ts';
import type { Product } from '../rules/product.ts';
import type { Tables } from '../store/tables.ts';

/** A bundle of two products, with a license. */
interface DemoBundle {
  readonly bundle: Bundle;
  readonly products: readonly Product[];
  readonly licenseKey: string;
}

/** @param product what its products have, besides code and name */
export function newDemoBundle(product: Product): DemoBundle {
  const products = ['Writer', 'Sheets'].map((name) => ({
    ...product,
    id: newId(),
    code: `demo-${name.toLowerCase()}`,
    name: `Demo ${name}`,
  }));
  const bundle = {
    id: newId(),
    code: 'demo-bundle',
    name: 'Demo (bundle)',
    authorization_method: product.authorization_method,
    enabled: true,
    archived: false,
    metadata: {},
    product_ids: products.map(({ id }) => id),
  };
  return { bundle, products, licenseKey: newLicenseKey() };
}

/** Stores the bundle and its license. Its products must be there. */
export async function storeDemoBundle(
  store: Tables,
  { bundle, licenseKey }: DemoBundle,
  customerId: number,
  now: Date,
): Promise<void> {
  await store.bundles.create(bundle, now);
  const id = newId();
  await store.bundleLicenses.create({ id, bundle_id: bundle.id, license_key: licenseKey }, now);
  for (const productId of bundle.product_ids) {
    const license = {
      ...defaultsOf('NewLicense'),
      id: newId(),
      product_id: productId,
      bundle_license_id: id,
      license_key: null,
      customer_id: customerId,
      order_store_id: bundle.code,
      max_activations: 5,
    };
    await store.licenses.create(license, now);
  }
}
