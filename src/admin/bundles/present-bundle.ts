import type { Bundle } from '../../rules/bundle.ts';
import type { Stored } from '../../store/stored.ts';
import type { Tables } from '../../store/tables.ts';
import { present } from '../present.ts';

/** The AdminBundle schema of the contract for bundles, with the codes of their products. */
export async function presentBundles(
  store: Pick<Tables, 'products'>,
  bundles: readonly Stored<Bundle>[],
) {
  const products = await store.products.findMany(bundles.flatMap((one) => one.product_ids));
  return bundles.map((bundle) => {
    const product_codes = bundle.product_ids.map((id) => products.get(id)?.code ?? '');
    return present('AdminBundle', { ...bundle, product_codes });
  });
}

export async function presentBundle(store: Pick<Tables, 'products'>, bundle: Stored<Bundle>) {
  const [presented] = await presentBundles(store, [bundle]);
  if (presented === undefined) throw new Error('a bundle was not presented');
  return presented;
}
