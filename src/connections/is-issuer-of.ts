import { isAnyTenant, isMicrosoft } from './any-tenant.ts';

/** How Entra ID names a tenant in its documents, however it was named in the URL. */
const TENANT = /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//i;

/**
 * Whether a discovery document may call its issuer so where it was found below another URL: both have to be the same
 * (OpenID Connect Discovery, section 4.3), save at Microsoft. Entra ID may be asked by the name of a domain and answers
 * with the id of the tenant; Azure AD B2C has documents below the policy, and issuers below the tenant.
 */
export function isIssuerOf(found: unknown, asked: string): boolean {
  const issuer = typeof found === 'string' ? URL.parse(found) : null;
  const url = URL.parse(asked);
  if (issuer === null || url === null) return false;
  if (issuer.href === url.href) return true;
  if (issuer.origin !== url.origin || isAnyTenant(issuer.href)) return false;
  return (
    (isMicrosoft(url) || url.hostname.endsWith('.b2clogin.com')) && TENANT.test(issuer.pathname)
  );
}
