import * as client from 'openid-client';
import type { OidcConnection } from '../rules/oidc-connection.ts';

/** How the client secret is shown to the token endpoint (RFC 6749, section 2.3.1). */
export type AuthMethod = 'client_secret_basic' | 'client_secret_post';

/** All there are, in the order in which they are tried. */
export const AUTH_METHODS: readonly AuthMethod[] = ['client_secret_basic', 'client_secret_post'];
/** Connections whose method is remembered. */
const MOST_REMEMBERED = 1_000;

/**
 * The methods to try, in this order. Basic is the default (RFC 7591, section 2). Providers that name both may hold each
 * client to one of them.
 * @param supported what the discovery document names
 */
export function methodsToTry(
  setting: OidcConnection['tokenEndpointAuthMethod'],
  supported: unknown,
): readonly AuthMethod[] {
  if (setting !== 'auto') return [setting];
  const named = AUTH_METHODS.filter((one) => Array.isArray(supported) && supported.includes(one));
  return named.length > 0 ? named : AUTH_METHODS;
}

/** Shows the secret by a method. */
export function authenticateBy(method: AuthMethod, clientSecret: string): client.ClientAuth {
  if (method === 'client_secret_post') return client.ClientSecretPost(clientSecret);
  return (_server, { client_id: clientId }, _body, headers) => {
    const pair = `${formEncode(clientId)}:${formEncode(clientSecret)}`;
    headers.set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  };
}

/** As in a form (RFC 6749, appendix B): `-`, `.`, `_` and `*` stay, for providers that do not decode. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** Which method a provider took, by connection: as long as the process runs, and for the last ones. */
export class MethodMemory {
  readonly #methods = new Map<string, AuthMethod>();

  /** Puts the one that worked first. */
  order(key: string, methods: readonly AuthMethod[]): readonly AuthMethod[] {
    const known = this.#methods.get(key);
    if (known === undefined || !methods.includes(known)) return methods;
    return [known, ...methods.filter((one) => one !== known)];
  }

  remember(key: string, method: AuthMethod): void {
    this.#methods.delete(key);
    this.#methods.set(key, method);
    const oldest = this.#methods.keys().next();
    if (this.#methods.size > MOST_REMEMBERED && oldest.done !== true) {
      this.#methods.delete(oldest.value);
    }
  }
}
