import type { Configuration } from 'oidc-provider';

/** Grants the scopes of a sign-in without consent, because the applications are the vendor's own. */
export const loadExistingGrant: Configuration['loadExistingGrant'] = async (ctx) => {
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
