import type { interactionPolicy, KoaContextWithOIDC } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { loginPolicy } from './login-policy.ts';

/**
 * When a user has to sign in: oidc-provider's rules without consent, and one more. A browser session is valid for one
 * customer account, and only with a password connection. With an identity provider, each sign-in asks the provider,
 * which has its own session and knows whether the user may still sign in.
 */
export function signInPolicy({ store }: Pick<Deps, 'store'>): interactionPolicy.DefaultPolicy {
  return loginPolicy('session_of_account', hasUsableSession);

  async function hasUsableSession({ oidc }: KoaContextWithOIDC): Promise<boolean> {
    const accountId = oidc.session?.accountId;
    if (accountId === undefined) return false;
    const identity = await store.identities.find(accountId);
    const account = await store.customerAccounts.findByCode(oidc.client?.clientId ?? '');
    if (identity === undefined || identity.customerAccountId !== account?.id) return false;
    if (account.connection?.kind !== 'password') return false;
    const hint = oidc.params?.['login_hint'];
    if (typeof hint === 'string' && normalizeEmail(hint) !== identity.email) return false;
    return (await store.licenseUsers.findByEmail(identity.email))?.enabled === true;
  }
}
