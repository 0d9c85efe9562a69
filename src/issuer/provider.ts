import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { sendPage } from '../pages/send-page.ts';
import { isConnected } from '../rules/customer-account.ts';
import { createAdapter } from './adapter.ts';
import { clientOf } from './oidc-client.ts';
import { cookieNames } from './cookie-names.ts';
import { grantWithoutAsking } from './load-existing-grant.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import { sendProviderError } from './send-provider-error.ts';
import { signInPolicy } from './sign-in-policy.ts';
import { sendSignedOut, signOutWithoutSession } from './sign-out.ts';

/**
 * Our OpenID provider, by which applications learn who signed in: one client for each customer account, `code`
 * and `id_token token`, short-lived and bound to what asked for them.
 */
export function createProvider(deps: Deps): Provider {
  const { store, config } = deps;
  const { current } = deps.keys;
  const { session, interaction, resume } = cookieNames(config, 'latchkey');
  const configuration: Configuration = {
    adapter: createAdapter(deps, '', async (clientId) => {
      const account = await store.customerAccounts.findByCode(clientId);
      return isConnected(account) ? clientOf(account) : undefined;
    }),
    jwks: { keys: [...current.openid] },
    cookies: {
      keys: [...current.cookies],
      names: { session, interaction, resume },
    },
    responseTypes: ['code', 'id_token token'],
    scopes: ['openid', 'email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // The id token itself says who signed in: activation needs no second request.
    conformIdTokenClaims: false,
    // sso_url decides whether there is a challenge; the binding keeps it.
    pkce: { required: () => false },
    // Seconds; see docs/pages/decisions.md#lifetime-and-use.
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 1_800,
      Session: 28_800,
      Grant: 28_800,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => sendPage(ctx, 200, 'signOut', { form }),
        postLogoutSuccessSource: sendSignedOut,
      },
    },
    interactions: {
      policy: signInPolicy(deps),
      url: (_ctx, { uid }) => `${SIGN_IN_PATH}/${uid}`,
    },
    findAccount: async (ctx, sub, token) => {
      const identity = await store.identities.find(sub);
      if (identity === undefined || isUnprotected(ctx, token)) return undefined;
      return {
        accountId: sub,
        claims: () => ({ sub, email: identity.email, email_verified: true }),
      };
    },
    // The access token is taken in place of the id token, so it carries the same binding.
    extraTokenClaims: (ctx) => ({
      nonce: ctx.oidc.entities.AuthorizationCode?.nonce ?? ctx.oidc.params?.['nonce'],
    }),
    loadExistingGrant: grantWithoutAsking,
    renderError: sendProviderError(deps),
  };
  const provider = new Provider(issuerUrl(config), configuration);
  provider.use(signOutWithoutSession(provider));
  // What is no refusal of the protocol is ours to show and to log, as everywhere: it would answer and forget.
  provider.on('server_error', (_ctx, error) => {
    throw error;
  });
  return provider;
}

/**
 * Codes without a PKCE challenge are redeemed by activation, under the API key's signature. At the token
 * endpoint, which asks for no secret, they would be worth tokens to whoever found them (RFC 9700, section 2.1.1).
 */
function isUnprotected(ctx: KoaContextWithOIDC, token: unknown): boolean {
  const { codeChallenge } = (token ?? {}) as { codeChallenge?: string };
  return ctx.oidc.route === 'token' && codeChallenge === undefined;
}
