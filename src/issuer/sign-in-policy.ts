import type { interactionPolicy, KoaContextWithOIDC } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { normalizeEmail } from '../rules/license-user.ts';
import { loginPolicy } from './login-policy.ts';

/**
 * When a user is asked to sign in: oidc-provider's own rules, without consent, and one of ours. A browser session
 * stands for one customer account, and only where we keep the password: an identity provider has a session of its
 * own, and is asked each time whether the person still may.
 */
export function signInPolicy({ store }: Pick<Deps, 'store'>): interactionPolicy.DefaultPolicy {
  return loginPolicy('session_of_account', isCovered);

  async function isCovered({ oidc }: KoaContextWithOIDC): Promise<boolean> {
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
