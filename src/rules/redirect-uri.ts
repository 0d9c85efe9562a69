/**
 * Whether a redirect URI is one of the registered: as an exact string, save that the port of a literal loopback
 * host over http may be any (RFC 8252, section 7.3).
 */
export function redirectUriAllowed(registered: readonly string[], uri: string): boolean {
  if (registered.includes(uri)) return true;
  const withoutPort = stripLoopbackPort(uri);
  return (
    withoutPort !== undefined && registered.some((one) => stripLoopbackPort(one) === withoutPort)
  );
}

/** All that a URI is made of (RFC 3986): anything else has to be percent-encoded. */
const URI_CHARACTERS = /^[\x21-\x7e]+$/;

/**
 * Whether people can be sent there at all, with a native application waiting: a loopback address over http, https
 * elsewhere, or a scheme of the application's own in reverse domain form (RFC 8252, section 7). oidc-provider
 * refuses a client with any other.
 */
export function isUsableRedirectUri(uri: string): boolean {
  // Parsing would drop line feeds and encode the rest, so that what is compared is not what people are sent to.
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
 * What to say of a redirect URI that is not registered: of which kinds the registered ones are, and no more. API keys
 * can be found in applications, so whoever asks may be a stranger.
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

// On the string as it came: parsing would fold case, dots, backslashes and user-info away.
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::([1-9]\d{0,4}))?(?=[/?]|$)/;

function stripLoopbackPort(uri: string): string | undefined {
  const match = LOOPBACK.exec(uri);
  if (match === null || uri.includes('#') || Number(match[2] ?? 80) > 65_535) return undefined;
  return uri.replace(LOOPBACK, `http://$1`);
}
