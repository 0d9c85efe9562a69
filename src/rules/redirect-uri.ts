/**
 * True when a redirect URI is registered. It must be equal as a string, except that the port of a loopback host over
 * http may differ (RFC 8252, section 7.3).
 */
export function redirectUriAllowed(registered: readonly string[], uri: string): boolean {
  if (registered.includes(uri)) return true;
  const withoutPort = stripLoopbackPort(uri);
  return (
    withoutPort !== undefined && registered.some((one) => stripLoopbackPort(one) === withoutPort)
  );
}

/** The characters of a URI (RFC 3986). All others must be percent-encoded. */
const URI_CHARACTERS = /^[\x21-\x7e]+$/;

/**
 * True when a native application can use the redirect URI: a loopback address over http, another host over https, or a
 * private scheme in reverse domain form (RFC 8252, section 7). oidc-provider refuses clients with any other.
 */
export function isUsableRedirectUri(uri: string): boolean {
  // Parsing would remove line feeds and encode the rest: the compared URI would not be the one of the redirect.
  const url = URI_CHARACTERS.test(uri) ? URL.parse(uri) : null;
  if (url === null || uri.includes('#') || url.username + url.password !== '') {
    return false;
  }
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol === 'http:') return isLoopback;
  if (url.protocol === 'https:') return !isLoopback;
  return url.protocol.includes('.');
}

/**
 * The message for a redirect URI that is not registered. It says only which kinds are registered: API keys can be
 * extracted from applications, so the caller may be a stranger.
 */
export function redirectUriRefusal(
  uri: string,
  accountCode: string,
  registered: readonly string[],
): string {
  const kinds = [...new Set(registered.map(kindOf))].join(', ');
  return (
    `The redirect URI ${uri} is not registered for the customer account ${accountCode}. ` +
    (kinds === ''
      ? 'None is. '
      : `Registered ones have the form ${kinds}; they must be equal in every character but the port. `) +
    `The vendor sees them with: latchkey account show ${accountCode}`
  );
}

function kindOf(uri: string): string {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'http:') return `http://${hostname}:<any port>/…`;
  return protocol === 'https:' ? 'https://…' : '<scheme of the application>:…';
}

// Matched against the original string: parsing would normalize case, dots and backslashes, and hide user information.
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::([1-9]\d{0,4}))?(?=[/?]|$)/;

function stripLoopbackPort(uri: string): string | undefined {
  const match = LOOPBACK.exec(uri);
  if (match === null || uri.includes('#') || Number(match[2] ?? 80) > 65_535) return undefined;
  return uri.replace(LOOPBACK, `http://$1`);
}
