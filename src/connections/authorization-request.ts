import * as client from 'openid-client';
import type { OidcConnection } from '../rules/oidc-connection.ts';
import type { OidcChecks } from './redeem-code.ts';

/** The values of `prompt` that make a signed-in user sign in again (OpenID Connect Core, section 3.1.2.1). */
export type Prompt = 'login' | 'select_account';

/** The parameters that differ between two authorization requests of a connection. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly loginHint: string | undefined;
  readonly uiLocales: string | undefined;
  /** `none` asks the provider to show no page (OpenID Connect Core, section 3.1.2.1). */
  readonly prompt: Prompt | 'none' | undefined;
}

/** A placeholder: the authorization request does not depend on the client authentication method. */
export const ANY_METHOD = 'client_secret_basic';

/** @returns the URL of the authorization request, and the values that the response is checked against */
export async function authorizationRequest(
  configuration: client.Configuration,
  connection: OidcConnection,
  request: AuthorizationRequest,
): Promise<{ url: string; checks: OidcChecks }> {
  const checks = newChecks();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: request.redirectUri,
    scope: [...new Set(['openid', 'email', ...connection.scopes])].join(' '),
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.codeVerifier),
    code_challenge_method: 'S256',
    ...(connection.response_mode === 'query' ? {} : { response_mode: connection.response_mode }),
    ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }),
    ...(request.prompt === undefined
      ? {}
      : { prompt: supportedPrompt(request.prompt, configuration.serverMetadata()) }),
    ...(request.uiLocales === undefined ? {} : { ui_locales: request.uiLocales }),
  });
  return { url: url.href, checks };
}

/** @returns new random values for one sign-in */
export function newChecks(): OidcChecks {
  return {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  };
}

/** Replaces `select_account` by `login` when the provider does not support it: `login` lets the user choose too. */
function supportedPrompt(prompt: Prompt | 'none', metadata: client.ServerMetadata): string {
  // Initiating User Registration via OpenID Connect, section 4.
  const supported = metadata['prompt_values_supported'];
  const isKnown = !Array.isArray(supported) || supported.includes(prompt);
  return isKnown || prompt === 'none' ? prompt : 'login';
}
