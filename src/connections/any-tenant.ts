/** The host names of Entra ID in Microsoft's public and national clouds. */
const HOSTS =
  /^(login|sts)\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|windows\.net)$/i;
const ANY_TENANT = /^(common|organizations|consumers|\{tenantid\}|%7btenantid%7d)$/i;

/**
 * True when an issuer stands for all tenants of Entra ID. Such an issuer cannot be trusted: anybody can create a tenant
 * with any e-mail address in it.
 */
export function isAnyTenant(issuer: string): boolean {
  const url = URL.parse(issuer);
  if (url === null || !isMicrosoft(url)) return false;
  return ANY_TENANT.test(url.pathname.split('/')[1] ?? '');
}

/** True when a URL belongs to Entra ID. */
export function isMicrosoft(url: URL): boolean {
  return HOSTS.test(url.hostname);
}
