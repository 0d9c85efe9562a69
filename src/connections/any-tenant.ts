/** Of Microsoft's public and national clouds. */
const HOSTS =
  /^(login|sts)\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|windows\.net)$/i;
const ANY_TENANT = /^(common|organizations|consumers|\{tenantid\}|%7btenantid%7d)$/i;

/**
 * Whether an issuer of Entra ID stands for all tenants there are: anybody in the world can make one, with any address
 * in it.
 */
export function isAnyTenant(issuer: string): boolean {
  const url = URL.parse(issuer);
  if (url === null || !isMicrosoft(url)) return false;
  return ANY_TENANT.test(url.pathname.split('/')[1] ?? '');
}

/** Whether a URL is of Entra ID. */
export function isMicrosoft(url: URL): boolean {
  return HOSTS.test(url.hostname);
}
