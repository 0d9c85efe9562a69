import { ApiError } from './errors.ts';
import { type Credential, CREDENTIAL_NAMES, mayUse } from './credential.ts';
import { boolean, json, number, oneOf, text, type Values } from './fields.ts';

/** The fields of a product that the vendor sets. */
export const productFields = {
  code: text,
  name: text,
  authorization_method: oneOf<'license-key' | 'user'>(),
  enabled: boolean,
  /** True when new activations are refused; existing ones continue. */
  archived: boolean,
  /** Tells applications not to run in a virtual machine. */
  prevent_vm: boolean,
  /** Refuses to activate a virtual machine. */
  refuse_vm: boolean,
  /** Lets applications change the overages of a license. */
  clients_set_overages: boolean,
  /** Minutes after which the slot of a silent device is free, on floating licenses that name no other time. */
  floating_timeout: number,
  /** True when applications may create trials. */
  allow_trial: boolean,
  /** Days for which a trial is valid from its first activation, unless its license policy says otherwise. */
  trial_days: number,
  metadata: json<Record<string, unknown>>(),
};

export interface Product extends Values<typeof productFields> {
  readonly id: number;
}

/** The product code that a request names, and its credential. */
interface ProductRequest {
  readonly code: string;
  readonly credential: Credential;
}

/**
 * Checks that the product exists and the credential may use it.
 * @throws ApiError unknown_product, api_key_product_not_allowed
 */
export function permittedProduct(
  product: Product | undefined,
  { code, credential }: ProductRequest,
): Product {
  if (product === undefined) {
    throw new ApiError('unknown_product', `Provided product was not found: ${code}`);
  }
  if (!mayUse(credential, product.id)) {
    throw new ApiError(
      'api_key_product_not_allowed',
      `This ${CREDENTIAL_NAMES[credential.kind]} may not be used for the product ${product.code}.`,
    );
  }
  return product;
}

/** Checks that the product is enabled too. @throws ApiError those of `permittedProduct`, disabled_product */
export function usableProduct(product: Product | undefined, request: ProductRequest): Product {
  const permitted = permittedProduct(product, request);
  if (!permitted.enabled) {
    throw new ApiError('disabled_product', `Provided product is disabled: ${request.code}`);
  }
  return permitted;
}

/** Checks that the product allows new activations too. @throws ApiError those of `usableProduct`, archived_product */
export function activatableProduct(product: Product | undefined, request: ProductRequest): Product {
  const usable = usableProduct(product, request);
  if (usable.archived) {
    throw new ApiError('archived_product', `Provided product is archived: ${request.code}`);
  }
  return usable;
}

/**
 * Checks that the product can be activated on a device.
 * @param isVm what the device reports about itself
 * @throws ApiError vm_not_allowed
 */
export function assertMachineFits(product: Product, isVm: boolean | undefined): void {
  if (!product.refuse_vm || isVm !== true) return;
  throw new ApiError(
    'vm_not_allowed',
    `The product ${product.code} cannot be activated in a virtual machine.`,
  );
}
