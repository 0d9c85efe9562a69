import * as client from 'openid-client';
import type { OidcConnection } from '../rules/oidc-connection.ts';

/** How the client authenticates at the token endpoint (RFC 6749, section 2.3.1). */
export type AuthMethod = 'client_secret_basic' | 'client_secret_post';

/** All supported methods, in the order in which they are tried. */
export const AUTH_METHODS: readonly AuthMethod[] = ['client_secret_basic', 'client_secret_post'];
/** The number of connections in the cache. */
const MAX_CACHED = 1_000;

/**
 * The methods to try, in this order. Basic is the default (RFC 7591, section 2). A provider that supports both may
 * accept only one of them for a client.
 * @param supported `token_endpoint_auth_methods_supported` of the discovery document
 */
export function methodsToTry(
  setting: OidcConnection['token_endpoint_auth_method'],
  supported: unknown,
): readonly AuthMethod[] {
  if (setting !== 'auto') return [setting];
  const named = AUTH_METHODS.filter((one) => Array.isArray(supported) && supported.includes(one));
  return named.length > 0 ? named : AUTH_METHODS;
}

/** The implementation of a method for openid-client. */
export function authenticateBy(method: AuthMethod, clientSecret: string): client.ClientAuth {
  if (method === 'client_secret_post') return client.ClientSecretPost(clientSecret);
  return (_server, { client_id: clientId }, _body, headers) => {
    const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
    headers.set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  };
}

/** Encodes like a form (RFC 6749, appendix B). `-`, `.`, `_` and `*` are not encoded, for providers that do not decode. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** The method that worked last for each connection, in the memory of this process. */
export class AuthMethodCache {
  readonly #methods = new Map<string, AuthMethod>();

  /** @returns the methods with the one that worked last in front */
  order(key: string, methods: readonly AuthMethod[]): readonly AuthMethod[] {
    const known = this.#methods.get(key);
    if (known === undefined || !methods.includes(known)) return methods;
    return [known, ...methods.filter((one) => one !== known)];
  }

  remember(key: string, method: AuthMethod): void {
    this.#methods.delete(key);
    this.#methods.set(key, method);
    const oldest = this.#methods.keys().next();
    if (this.#methods.size > MAX_CACHED && oldest.done !== true) {
      this.#methods.delete(oldest.value);
    }
  }
}
