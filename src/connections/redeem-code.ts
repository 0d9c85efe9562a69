import * as client from 'openid-client';
import { type AuthMethod, type AuthMethodCache, methodsToTry } from './client-authentication.ts';
import type { DiscoveredProvider } from './discovered-provider.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';

/** The random values of an authorization request, which its response is checked against. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A token response. openid-client has checked its ID token, except for the signature. */
export interface RedeemedCode {
  readonly tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
  readonly configuration: client.Configuration;
  readonly method: AuthMethod;
}

/** The provider consumed the code with the first, wrong authentication method. A new sign-in will succeed. */
export class CodeConsumedError extends ProviderError {
  constructor(error: ProviderError) {
    super(error.code, error.message, { cause: error, errorResponse: error.errorResponse });
    this.name = 'CodeConsumedError';
  }
}

/**
 * Redeems the code of a callback. When the provider refuses the first method of client authentication, the second one is
 * tried, and the one that worked is cached.
 * @param cache.key identifies the connection
 * @throws CodeConsumedError when the provider accepts the second method but no longer the code; otherwise ProviderError
 */
export async function redeemCode(
  connection: OidcConnection,
  discovered: DiscoveredProvider,
  { callbackUrl, checks }: { callbackUrl: URL; checks: OidcChecks },
  { methods, key }: { methods: AuthMethodCache; key: string },
): Promise<RedeemedCode> {
  const grant = (method: AuthMethod) =>
    redeemCodeBy(method, connection, discovered, { callbackUrl, checks });
  const setting = connection.token_endpoint_auth_method;
  const supported = discovered.document['token_endpoint_auth_methods_supported'];
  const [first, second] = methods.order(key, methodsToTry(setting, supported));
  if (first === undefined) throw new Error('there is no client authentication method to try');
  try {
    return await grant(first);
  } catch (refused) {
    if (second === undefined || !isClientRefused(refused)) throw refused;
    try {
      const redeemed = await grant(second);
      methods.remember(key, second);
      return redeemed;
    } catch (error) {
      // Both were refused, so the secret is wrong.
      if (isClientRefused(error)) throw refused;
      const isConsumed = error instanceof ProviderError && error.code === 'code_refused';
      if (!isConsumed) throw error;
      // Some providers revoke the code after the first failure, but the second method was right.
      methods.remember(key, second);
      throw new CodeConsumedError(error);
    }
  }
}

/**
 * Redeems the code of a callback by one method of client authentication.
 * @throws ProviderError
 */
export async function redeemCodeBy(
  method: AuthMethod,
  { client_secret: clientSecret }: Pick<OidcConnection, 'client_secret'>,
  { configurationFor }: Pick<DiscoveredProvider, 'configurationFor'>,
  { callbackUrl, checks }: { callbackUrl: URL; checks: OidcChecks },
): Promise<RedeemedCode> {
  const { state, nonce, codeVerifier } = checks;
  const code = callbackUrl.searchParams.get('code') ?? '';
  const secrets = [clientSecret, code, state, nonce, codeVerifier].filter((one) => one !== '');
  const configuration = configurationFor(method);
  try {
    const tokens = await client.authorizationCodeGrant(configuration, callbackUrl, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: codeVerifier,
      idTokenExpected: true,
    });
    return { tokens, configuration, method };
  } catch (error) {
    throw asProviderError(error, secrets);
  }
}

function isClientRefused(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'client_secret_refused';
}
