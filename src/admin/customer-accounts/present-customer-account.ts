import type { components } from '../../../generated/openapi.d.ts';
import type { Config } from '../../config/config.ts';
import { callbackUrl } from '../../config/sign-in-paths.ts';
import type { AccountOverview } from '../../rules/customer-account.ts';
import type { Stored } from '../../store/stored.ts';

/** As the Admin API shows it, with what the company has to know of this installation. */
export function presentCustomerAccount(
  account: Stored<AccountOverview>,
  config: Pick<Config, 'publicUrl'>,
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
    provider_redirect_uri: callbackUrl(config, account.code),
    connection_kind: account.connectionKind,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}
