import * as client from 'openid-client';
import { type AuthMethod, type MethodMemory, methodsToTry } from './client-authentication.ts';
import type { Discovered } from './discovered-provider.ts';
import { asProviderError, ProviderError } from './provider-error.ts';
import type { OidcConnection } from '../rules/oidc-connection.ts';

/** What a flow must remember from its beginning to its end. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** An answer of the token endpoint, whose id token openid-client has checked, but for the signature. */
export interface Redeemed {
  readonly tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
  readonly configuration: client.Configuration;
  readonly method: AuthMethod;
}

/** The code may be used up, but not the sign-in: whoever begins again will be let in. */
export class CodeUsedUp extends ProviderError {
  constructor(error: ProviderError) {
    super(error.code, error.message, { cause: error, says: error.says });
    this.name = 'CodeUsedUp';
  }
}

/**
 * Redeems the code of a callback. Where the provider may hold the client to another method of authentication than the
 * first, it is asked once more by the other, and what worked is remembered.
 * @param memory.key of the connection
 * @throws ProviderError, CodeUsedUp where the provider took the other method, but not the code any more
 */
export async function redeemCode(
  connection: OidcConnection,
  discovered: Discovered,
  { callbackUrl, checks }: { callbackUrl: URL; checks: OidcChecks },
  { methods, key }: { methods: MethodMemory; key: string },
): Promise<Redeemed> {
  const grant = (method: AuthMethod) =>
    redeemBy(method, connection, discovered, { callbackUrl, checks });
  const setting = connection.tokenEndpointAuthMethod;
  const supported = discovered.document['token_endpoint_auth_methods_supported'];
  const [first, second] = methods.order(key, methodsToTry(setting, supported));
  if (first === undefined) throw new Error('there is no method to try');
  try {
    return await grant(first);
  } catch (refused) {
    if (second === undefined || !isOfClient(refused)) throw refused;
    try {
      const redeemed = await grant(second);
      methods.remember(key, second);
      return redeemed;
    } catch (error) {
      // Neither: it is the secret.
      if (isOfClient(error)) throw refused;
      const isUsedUp = error instanceof ProviderError && error.code === 'code_refused';
      if (!isUsedUp) throw error;
      // Some providers take a code back with the first wrong try. The client they know by now.
      methods.remember(key, second);
      throw new CodeUsedUp(error);
    }
  }
}

/**
 * Redeems the code of a callback by one method of client authentication.
 * @throws ProviderError
 */
export async function redeemBy(
  method: AuthMethod,
  { clientSecret }: Pick<OidcConnection, 'clientSecret'>,
  { configurationFor }: Pick<Discovered, 'configurationFor'>,
  { callbackUrl, checks }: { callbackUrl: URL; checks: OidcChecks },
): Promise<Redeemed> {
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

function isOfClient(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'client_secret_refused';
}
