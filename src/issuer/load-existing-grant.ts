import type { Configuration } from 'oidc-provider';

/** Grants what sign-in needs: the applications are the vendor's own, there is no consent to ask for. */
export const grantWithoutAsking: Configuration['loadExistingGrant'] = async (ctx) => {
  const { provider, client, session } = ctx.oidc;
  const clientId = client?.clientId ?? '';
  const known = session?.grantIdFor(clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing?.accountId === session?.accountId && existing !== undefined) return existing;
  const grant = new provider.Grant({ clientId, accountId: session?.accountId ?? '' });
  grant.addOIDCScope('openid email');
  await grant.save();
  return grant;
};
