import type { components } from '../../../generated/openapi.d.ts';
import type { ApiKeyOverview } from '../../rules/api-key.ts';
import type { Stored } from '../../store/stored.ts';

/** Without the shared key, which is shown when it is made and never again. */
export function presentApiKey(
  apiKey: Stored<ApiKeyOverview>,
): components['schemas']['AdminApiKey'] {
  return {
    id: apiKey.id,
    name: apiKey.name,
    api_key: apiKey.apiKey,
    read_only: apiKey.readOnly,
    product_ids: apiKey.productIds === null ? null : [...apiKey.productIds],
    revoked_at: apiKey.revokedAt?.toISOString() ?? null,
    created_at: apiKey.createdAt.toISOString(),
    updated_at: apiKey.updatedAt.toISOString(),
  };
}
