import type { ProviderFetch } from './provider-fetch.ts';

/**
 * Removes `WWW-Authenticate` from responses. After a failed client authentication a provider sends it (RFC 6749, section
 * 5.2), and openid-client would throw it in place of the more precise error in the body, and parse it at any length.
 */
export function withoutChallenges(fetch: ProviderFetch): ProviderFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    response.headers.delete('www-authenticate');
    return response;
  };
}
