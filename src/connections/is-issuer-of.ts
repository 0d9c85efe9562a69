import { isAnyTenant, isMicrosoft } from './any-tenant.ts';

/** The ID of a tenant: Entra ID uses it in its documents, whatever the URL contains. */
const TENANT = /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//i;

/**
 * True when the issuer in a discovery document is allowed for the configured issuer. Both must be equal (OpenID Connect
 * Discovery, section 4.3), except at Microsoft: Entra ID accepts a domain name in the URL and returns the ID of the
 * tenant; Azure AD B2C has documents below the policy and issuers below the tenant.
 * @param found `issuer` of the document
 */
export function isIssuerOf(found: unknown, configured: string): boolean {
  const issuer = typeof found === 'string' ? URL.parse(found) : null;
  const url = URL.parse(configured);
  if (issuer === null || url === null) return false;
  if (issuer.href === url.href) return true;
  if (issuer.origin !== url.origin || isAnyTenant(issuer.href)) return false;
  return (
    (isMicrosoft(url) || url.hostname.endsWith('.b2clogin.com')) && TENANT.test(issuer.pathname)
  );
}
