import type { components } from '../../../generated/openapi.d.ts';
import type { AccountOverview } from '../../sso/customer-account.ts';
import type { Stored } from '../../store/stored.ts';

export function presentCustomerAccount(
  account: Stored<AccountOverview>,
): components['schemas']['AdminCustomerAccount'] {
  return {
    id: account.id,
    code: account.code,
    name: account.name,
    enabled: account.enabled,
    redirect_uris: account.redirectUris.map(({ uri, isDefault }) => ({
      uri,
      is_default: isDefault,
    })),
    connection_kind: account.connectionKind,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}
