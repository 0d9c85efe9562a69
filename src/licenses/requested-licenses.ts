import type { SignedRequest } from '../contract/operation.ts';
import type { Deps } from '../deps.ts';
import { assertMayChange } from '../rules/credential.ts';
import {
  type AuthorizationFields,
  type AuthorizationForm,
  authorizationForm,
  type AuthorizedOperation,
  changesSomething,
} from '../rules/authorization-form.ts';
import { ApiError } from '../rules/errors.ts';
import { usableBundle } from '../rules/bundle.ts';
import { type Product, usableProduct } from '../rules/product.ts';
import type { TokenUse } from '../sso/redeem-sign-in.ts';
import type { CandidateQuery, CandidateTarget } from '../store/tables/license-candidates.ts';
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
  readonly bundle_code?: string;
};

/** The licenses that a request may use: those of its product or bundle that have its license key or license user. */
export interface RequestedUse {
  /** Finds them, each with the device of the request. */
  readonly query: CandidateQuery;
  readonly hardwareId: string;
  /** The message for license_not_found. */
  readonly notFoundMessage: string;
  readonly tokenUse: TokenUse | undefined;
}

export interface RequestedLicenses extends RequestedUse {
  readonly product: Product;
}

/**
 * Reads which licenses of a product a request names, and authorizes it for them. Whether there are any is not known yet.
 * With `bundle_code`, they are members of licenses of that bundle.
 * @param fields its query or its body
 * @param permit checks the state of the product
 * @throws ApiError those of `authorizationForm`; read_only_api_key for an operation that changes something; those of
 * `permit`, `usableBundle` and `authorizeHolder`; license_not_found
 */
export async function requestedLicenses(
  deps: Deps,
  request: Request,
  fields: Fields,
  permit = usableProduct,
): Promise<RequestedLicenses> {
  const form = permittedForm(request, fields);
  const { credential } = request;
  const { product: code, bundle_code: bundleCode } = fields;
  const product = permit(await deps.store.products.findByCode(code), { code, credential });
  const bundle =
    bundleCode === undefined
      ? undefined
      : usableBundle(await deps.store.bundles.findByCode(bundleCode), {
          code: bundleCode,
          credential,
        });
  const target = { productId: product.id, bundleId: bundle?.id };
  return { product, ...(await authorize(deps, request, { form, fields, target })) };
}

/**
 * Reads which licenses of a bundle a request names, and authorizes it for them. Whether there are any is not known yet.
 * @param fields its query or its body; `product` is the code of the bundle
 * @param permit checks the state of the bundle
 * @throws ApiError as `requestedLicenses`
 */
export async function requestedBundle(
  deps: Deps,
  request: Request,
  fields: Fields,
  permit = usableBundle,
): Promise<RequestedUse> {
  const form = permittedForm(request, fields);
  const { credential } = request;
  const { product: code } = fields;
  const { id: bundleId } = permit(await deps.store.bundles.findByCode(code), { code, credential });
  return authorize(deps, request, { form, fields, target: { bundleId } });
}

function permittedForm({ operationId, credential }: Request, fields: Fields): AuthorizationForm {
  const form = authorizationForm(operationId, fields);
  if (changesSomething(operationId)) assertMayChange(credential);
  return form;
}

async function authorize(
  deps: Deps,
  request: Request,
  { form, fields, target }: { form: AuthorizationForm; fields: Fields; target: CandidateTarget },
): Promise<RequestedUse> {
  const { product: code, hardware_id: hardwareId, license_id: licenseId } = fields;
  const { holder, notFoundMessage, tokenUse } = await authorizeHolder(deps, {
    ...request,
    form,
    target: { code, ...target },
  });
  if (holder === undefined) throw new ApiError('license_not_found', notFoundMessage);
  const { scope } = request.credential;
  const query = { ...target, scope, holder, hardwareId, licenseId };
  return { query, hardwareId, notFoundMessage, tokenUse };
}
