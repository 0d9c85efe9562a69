/**
 * Where an issuer publishes its discovery document (OpenID Connect Discovery, section 4.1).
 * @returns undefined for what is no issuer: it has a host, no query, no fragment and no user-info, and does not lead
 *   to the document itself
 */
export function discoveryUrl(issuer: string): URL | undefined {
  const url = URL.parse(issuer);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return undefined;
  if (/[\s?#\\]/.test(issuer) || url.username + url.password !== '') return undefined;
  if (url.pathname.includes('/.well-known/')) return undefined;
  return new URL(`${url.href.replace(/\/$/, '')}/.well-known/openid-configuration`);
}
