import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Deps } from '../deps.ts';
import { sendPage } from '../pages/send-page.ts';
import { isConnected } from '../rules/customer-account.ts';
import { createAdapter } from './adapter.ts';
import {
  acceptAllSecrets,
  TOKEN_LIFETIME,
  clientCredentialsOf,
  completeTokenResponse,
  findOAuthClient,
  resourceIndicatorsOf,
} from './client-credentials.ts';
import { oidcClientOf } from './oidc-client.ts';
import { cookieNames } from './cookie-names.ts';
import { GENERATION_CLAIM } from '../rules/oauth-client.ts';
import { loadExistingGrant } from './load-existing-grant.ts';
import { issuerUrl } from '../config/issuer-url.ts';
import { SIGN_IN_PATH } from '../config/sign-in-paths.ts';
import { sendProviderError } from './send-provider-error.ts';
import { signInPolicy } from './sign-in-policy.ts';
import { sendSignedOut, signOutWithoutSession } from './sign-out.ts';

/**
 * Creates the issuer: the OpenID provider for applications. It has one client for each customer account, and issues
 * codes and tokens that are short-lived and bound to the request of `sso_url`. It also issues access tokens for the
 * License API to OAuth clients.
 */
export function createProvider(deps: Deps): Provider {
  const { store, config } = deps;
  const { current } = deps.keys;
  const { session, interaction, resume } = cookieNames(config, 'latchkey');
  const configuration: Configuration = {
    adapter: createAdapter(deps, '', async (clientId) => {
      const client = await findOAuthClient(deps, clientId);
      if (client !== undefined) return clientCredentialsOf(client);
      const account = await store.customerAccounts.findByCode(clientId);
      return isConnected(account) ? oidcClientOf(account) : undefined;
    }),
    jwks: { keys: [...current.openid] },
    cookies: {
      keys: [...current.cookies],
      names: { session, interaction, resume },
    },
    responseTypes: ['code', 'id_token token'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    scopes: ['openid', 'email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // The ID token contains the e-mail address, so that activation needs no userinfo request.
    conformIdTokenClaims: false,
    // PKCE is optional in sso_url; the binding contains the challenge.
    pkce: { required: () => false },
    // Seconds; see docs/pages/decisions.md#lifetime-and-use.
    ttl: {
      AccessToken: 600,
      ClientCredentials: TOKEN_LIFETIME,
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
      clientCredentials: { enabled: true },
      resourceIndicators: resourceIndicatorsOf(config),
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
      if (identity === undefined || isWithoutPkce(ctx, token)) return undefined;
      return {
        accountId: sub,
        claims: () => ({ sub, email: identity.email, email_verified: true }),
      };
    },
    // Activation accepts the access token in place of the ID token, so it has the same binding.
    extraTokenClaims: (ctx, { kind }) =>
      kind === 'ClientCredentials'
        ? { [GENERATION_CLAIM]: ctx.state['secretGeneration'] as number }
        : { nonce: ctx.oidc.entities.AuthorizationCode?.nonce ?? ctx.oidc.params?.['nonce'] },
    loadExistingGrant: loadExistingGrant,
    renderError: sendProviderError(deps),
  };
  const provider = new Provider(issuerUrl(config), configuration);
  acceptAllSecrets(provider, deps);
  provider.use(completeTokenResponse);
  provider.use(signOutWithoutSession(provider));
  // Our own error handler logs and renders internal errors.
  provider.on('server_error', (_ctx, error) => {
    throw error;
  });
  return provider;
}

/**
 * Codes without a PKCE challenge are redeemed by activation only, in a request that is signed with the API key. The token
 * endpoint requires no secret, so anybody with a stolen code could redeem it there (RFC 9700, section 2.1.1).
 */
function isWithoutPkce(ctx: KoaContextWithOIDC, token: unknown): boolean {
  const { codeChallenge } = (token ?? {}) as { codeChallenge?: string };
  return ctx.oidc.route === 'token' && codeChallenge === undefined;
}
