import type { Deps } from '../deps.ts';
import { type Credential, isAccountInScope } from '../rules/credential.ts';
import { type ConnectedAccount, connectedAccount } from '../rules/customer-account.ts';

/**
 * Finds a customer account that a credential may be used for. One that is not in its scope looks like none.
 * @throws ApiError customer_account_not_found, sso_not_configured
 */
export async function accountInScope(
  { store }: Pick<Deps, 'store'>,
  { scope }: Credential,
  code: string,
): Promise<ConnectedAccount> {
  const found = await store.customerAccounts.findByCode(code);
  const isInScope = found !== undefined && isAccountInScope(scope, found.id);
  return connectedAccount(isInScope ? found : undefined, code);
}
