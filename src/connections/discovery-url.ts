/**
 * The URL of an issuer's discovery document (OpenID Connect Discovery, section 4.1).
 * @returns undefined when `issuer` is not an http or https URL, has a query, a fragment or user information, or is
 *   the URL of the document itself
 */
export function discoveryUrl(issuer: string): URL | undefined {
  const url = URL.parse(issuer);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return undefined;
  if (/[\s?#\\]/.test(issuer) || url.username + url.password !== '') return undefined;
  if (url.pathname.includes('/.well-known/')) return undefined;
  return new URL(`${url.href.replace(/\/$/, '')}/.well-known/openid-configuration`);
}
