import { type Credential, CREDENTIAL_NAMES, mayUse } from './credential.ts';
import { ApiError } from './errors.ts';
import { boolean, json, oneOf, text, type Values } from './fields.ts';
import type { Product } from './product.ts';

/** The fields of a bundle that the vendor sets, besides its products. */
export const bundleFields = {
  code: text,
  name: text,
  /** How its licenses are activated; that of all its products. */
  authorization_method: oneOf<Product['authorization_method']>(),
  enabled: boolean,
  /** True when new activations are refused; existing ones continue. */
  archived: boolean,
  metadata: json<Record<string, unknown>>(),
};

/** A bundle of products. A new license of the bundle has a member license for each of them. */
export interface Bundle extends Values<typeof bundleFields> {
  readonly id: number;
  readonly product_ids: readonly number[];
}

/** The reason why a bundle cannot have a product; undefined when it can. */
export function misfitOf(
  { authorization_method: method }: { readonly authorization_method: string },
  bundle: { readonly authorization_method: string },
): string | undefined {
  return method === bundle.authorization_method
    ? undefined
    : `has the authorization method ${method}, and the bundle ${bundle.authorization_method}`;
}

/** The bundle code that a request names, and its credential. */
interface BundleRequest {
  readonly code: string;
  readonly credential: Credential;
}

/**
 * Checks that the bundle exists and is enabled, and that the credential may use all its products.
 * @throws ApiError unknown_product, api_key_product_not_allowed, disabled_product
 */
export function usableBundle(
  bundle: Bundle | undefined,
  { code, credential }: BundleRequest,
): Bundle {
  if (bundle === undefined) {
    throw new ApiError('unknown_product', `Provided bundle was not found: ${code}`);
  }
  if (!bundle.product_ids.every((id) => mayUse(credential, id))) {
    throw new ApiError(
      'api_key_product_not_allowed',
      `This ${CREDENTIAL_NAMES[credential.kind]} may not be used for all products of the bundle ${code}.`,
    );
  }
  if (!bundle.enabled) {
    throw new ApiError('disabled_product', `Provided bundle is disabled: ${code}`);
  }
  return bundle;
}

/** Checks that the bundle allows new activations too. @throws ApiError those of `usableBundle`, archived_product */
export function activatableBundle(bundle: Bundle | undefined, request: BundleRequest): Bundle {
  const usable = usableBundle(bundle, request);
  if (usable.archived) {
    throw new ApiError('archived_product', `Provided bundle is archived: ${request.code}`);
  }
  return usable;
}
