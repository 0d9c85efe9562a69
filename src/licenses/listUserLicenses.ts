import type { SignedOperation } from '../contract/operation.ts';
import { usableProduct } from '../rules/product.ts';
import { authorizationForm } from '../rules/authorization-form.ts';
import { authorizeHolder } from './authorize-holder.ts';
import { presentLicenseSummary } from './present-license.ts';

/** Lists the licenses of a user; the list is empty for a user without licenses. */
export const listUserLicenses: SignedOperation<'listUserLicenses'> = async (deps, request) => {
  const { query, credential, about, guessPassword } = request;
  const form = authorizationForm('listUserLicenses', query);
  const code = query.product;
  const product = usableProduct(await deps.store.products.findByCode(code), { code, credential });
  const { holder } = await authorizeHolder(deps, {
    form,
    credential,
    product,
    about,
    guessPassword,
  });
  const candidates =
    holder === undefined
      ? []
      : await deps.store.seats.findCandidates({
          productId: product.id,
          scope: credential.scope,
          holder,
        });
  const now = deps.clock();
  return {
    status: 200,
    body: candidates.map(({ license }) => ({
      license: presentLicenseSummary(license, product, now),
    })),
  };
};
