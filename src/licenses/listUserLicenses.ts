import type { SignedOperation } from '../contract/operation.ts';
import { usableBundle } from '../rules/bundle.ts';
import { mayUse } from '../rules/credential.ts';
import { usableProduct } from '../rules/product.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { presentLicenseSummary } from './present-license.ts';

/**
 * Lists the licenses of a user: those of a product, or the members of licenses of a bundle. The list is empty for a user
 * without licenses.
 */
export const listUserLicenses: SignedOperation<'listUserLicenses'> = async (deps, request) => {
  const { query, credential, about, guessPassword } = request;
  const { store } = deps;
  const form = authorizationForm('listUserLicenses', query);
  const code = query.product;
  const product = await store.products.findByCode(code);
  const bundle = product === undefined ? await store.bundles.findByCode(code) : undefined;
  const target =
    bundle === undefined
      ? { productId: usableProduct(product, { code, credential }).id }
      : { bundleId: usableBundle(bundle, { code, credential }).id };
  const { holder } = await authorizeHolder(deps, {
    form,
    credential,
    target: { code, ...target },
    about,
    guessPassword,
  });
  const { scope } = credential;
  const now = deps.clock();
  const candidates =
    holder === undefined ? [] : await store.seats.findCandidates({ ...target, scope, holder }, now);
  const products =
    product === undefined
      ? await store.products.findMany(candidates.map(({ license }) => license.product_id))
      : new Map([[product.id, product]]);
  return {
    status: 200,
    body: candidates.flatMap(({ license }) => {
      const of = products.get(license.product_id);
      // A product may have left the bundle, and the credential may be limited to others.
      if (of === undefined || !mayUse(credential, of.id)) return [];
      return [{ license: presentLicenseSummary(license, of, now) }];
    }),
  };
};
