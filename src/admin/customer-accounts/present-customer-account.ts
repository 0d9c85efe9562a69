import type { Config } from '../../config/config.ts';
import { callbackUrl } from '../../config/sign-in-paths.ts';
import type { AccountOverview } from '../../rules/customer-account.ts';
import type { Stored } from '../../store/stored.ts';
import { present } from '../present.ts';

/** An account as the Admin API shows it, with the redirect URI that the company registers at its identity provider. */
export function presentCustomerAccount(
  account: Stored<AccountOverview>,
  config: Pick<Config, 'publicUrl'>,
) {
  return present('AdminCustomerAccount', {
    ...account,
    provider_redirect_uri: callbackUrl(config, account.code),
  });
}
