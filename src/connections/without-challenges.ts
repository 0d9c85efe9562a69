import type { ProviderFetch } from './provider-fetch.ts';

/**
 * After a wrong basic login, an answer has a challenge (RFC 6749, section 5.2). openid-client throws that, in place of the
 * error in the body, which says more; and parses it however long it is.
 */
export function withoutChallenges(fetch: ProviderFetch): ProviderFetch {
  return async (url, options) => {
    const response = await fetch(url, options);
    response.headers.delete('www-authenticate');
    return response;
  };
}
