import type { Config } from '../config.ts';

/** Where the issuer is mounted. */
export const ISSUER_PATH = '/oidc';

/** `iss` of our id tokens; the discovery document stands beneath it. */
export function issuerUrl(config: Config): string {
  return config.publicUrl + ISSUER_PATH;
}
