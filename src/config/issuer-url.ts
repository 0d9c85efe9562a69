import type { Config } from './config.ts';

/** Where the issuer is mounted. */
export const ISSUER_PATH = '/oidc';

/** Whether a path is that of the authorization endpoint: oidc-provider's router minds neither case nor a slash at the end. */
export function isAuthorizationPath(path: string): boolean {
  return AUTHORIZATION.test(path);
}

/** Whether a path is one where an authorization request goes on after its user has signed in. */
export function isResumePath(path: string): boolean {
  return RESUME.test(path);
}

const RESUME = new RegExp(`^${ISSUER_PATH}/auth/.`, 'i');
const AUTHORIZATION = new RegExp(`^${ISSUER_PATH}/auth/?$`, 'i');

/** `iss` of our id tokens; the discovery document stands beneath it. */
export function issuerUrl(config: Config): string {
  return config.publicUrl + ISSUER_PATH;
}
