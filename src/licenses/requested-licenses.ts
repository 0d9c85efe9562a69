import type { SignedRequest } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import { assertMayChange } from '../rules/credential.ts';
import {
  type AuthorizationFields,
  authorizationForm,
  type AuthorizedOperation,
  changesSomething,
} from '../rules/authorization-form.ts';
import { ApiError } from '../rules/errors.ts';
import { type Product, usableProduct } from '../rules/product.ts';
import type { TokenUse } from '../sso/redeem-sign-in.ts';
import type { CandidateQuery } from '../store/tables/license-candidates.ts';
import { authorizeHolder } from './authorize-holder.ts';

type Request = Pick<
  SignedRequest<AuthorizedOperation>,
  'operationId' | 'credential' | 'about' | 'guessPassword'
>;

/** The fields by which a request names a license and a device. */
type Fields = AuthorizationFields & {
  readonly product: string;
  readonly hardware_id: string;
  readonly license_id?: number;
};

/** The licenses that a request may use: those of its product that have its license key or license user. */
export interface RequestedLicenses {
  readonly product: Product;
  /** Finds them, each with the device of the request. */
  readonly query: CandidateQuery;
  readonly hardwareId: string;
  /** The message for license_not_found. */
  readonly notFoundMessage: string;
  readonly tokenUse: TokenUse | undefined;
}

/**
 * Reads which licenses a request names, and authorizes it for them. Whether there are any is not known yet.
 * @param fields its query or its body
 * @param permit checks the state of the product
 * @throws ApiError those of `authorizationForm`; read_only_api_key for an operation that changes something; those of
 * `permit` and of `authorizeHolder`; license_not_found
 */
export async function requestedLicenses(
  deps: Deps,
  request: Request,
  fields: Fields,
  permit = usableProduct,
): Promise<RequestedLicenses> {
  const { operationId, credential } = request;
  const form = authorizationForm(operationId, fields);
  if (changesSomething(operationId)) assertMayChange(credential);
  const { product: code, hardware_id: hardwareId, license_id: licenseId } = fields;
  const product = permit(await deps.store.products.findByCode(code), { code, credential });
  const { holder, notFoundMessage, tokenUse } = await authorizeHolder(deps, {
    ...request,
    form,
    product,
  });
  if (holder === undefined) throw new ApiError('license_not_found', notFoundMessage);
  const { scope } = credential;
  const query = { productId: product.id, scope, holder, hardwareId, licenseId };
  return { product, query, hardwareId, notFoundMessage, tokenUse };
}
