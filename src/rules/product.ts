import { ApiError } from './errors.ts';
import type { ApiKey } from './api-key.ts';
import { boolean, json, oneOf, text, type Values } from './fields.ts';

/** What the vendor says of a product. */
export const productFields = {
  code: text,
  name: text,
  authorization_method: oneOf<'license-key' | 'user'>(),
  enabled: boolean,
  /** Nothing new is activated; what is activated stays so. */
  archived: boolean,
  /** Tells applications not to run in a virtual machine. */
  prevent_vm: boolean,
  metadata: json<Record<string, unknown>>(),
};

export interface Product extends Values<typeof productFields> {
  readonly id: number;
}

/** Which product a request names, and with which key. */
interface ProductRequest {
  readonly code: string;
  readonly apiKey: ApiKey;
}

/**
 * The product a request names, when the API key may use it.
 * @throws ApiError unknown_product, api_key_product_not_allowed
 */
export function permittedProduct(
  product: Product | undefined,
  { code, apiKey }: ProductRequest,
): Product {
  if (product === undefined) {
    throw new ApiError('unknown_product', `Provided product was not found: ${code}`);
  }
  if (apiKey.product_ids !== null && !apiKey.product_ids.includes(product.id)) {
    throw new ApiError(
      'api_key_product_not_allowed',
      `This API key may not be used for the product ${product.code}.`,
    );
  }
  return product;
}

/** @throws ApiError disabled_product */
export function usableProduct(product: Product | undefined, request: ProductRequest): Product {
  const permitted = permittedProduct(product, request);
  if (!permitted.enabled) {
    throw new ApiError('disabled_product', `Provided product is disabled: ${request.code}`);
  }
  return permitted;
}

/** A product that may be activated. @throws ApiError as `usableProduct`, and archived_product */
export function activatableProduct(product: Product | undefined, request: ProductRequest): Product {
  const usable = usableProduct(product, request);
  if (usable.archived) {
    throw new ApiError('archived_product', `Provided product is archived: ${request.code}`);
  }
  return usable;
}
