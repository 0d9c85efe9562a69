import type { Config } from './config.ts';

/** The path of the issuer. */
export const ISSUER_PATH = '/oidc';

/** The token endpoint. */
export const TOKEN_PATH = `${ISSUER_PATH}/token`;

/** Where applications that were written for LicenseSpring look for the token endpoint. */
export const ORIGINAL_TOKEN_PATH = '/realms/user-portal/protocol/openid-connect/token';

/** True when a path is the authorization endpoint. oidc-provider's router ignores case and a slash at the end. */
export function isAuthorizationPath(path: string): boolean {
  return AUTHORIZATION.test(path);
}

/** True when a path resumes an authorization request after the user has signed in. */
export function isResumePath(path: string): boolean {
  return RESUME.test(path);
}

const RESUME = new RegExp(`^${ISSUER_PATH}/auth/.`, 'i');
const AUTHORIZATION = new RegExp(`^${ISSUER_PATH}/auth/?$`, 'i');

/** `iss` of our ID tokens. The discovery document is below it. */
export function issuerUrl(config: Config): string {
  return config.publicUrl + ISSUER_PATH;
}
