import type { components } from '../../../generated/openapi.d.ts';
import type { Product } from '../../rules/product.ts';
import type { Stored } from '../../store/stored.ts';

export function presentProduct(product: Stored<Product>): components['schemas']['AdminProduct'] {
  return {
    id: product.id,
    code: product.code,
    name: product.name,
    authorization_method: product.authorizationMethod,
    enabled: product.enabled,
    archived: product.archived,
    prevent_vm: product.preventVm,
    metadata: product.metadata,
    created_at: product.createdAt.toISOString(),
    updated_at: product.updatedAt.toISOString(),
  };
}
