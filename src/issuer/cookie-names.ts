import type { Config } from '../config/config.ts';

/** The names of the cookies that Latchkey and oidc-provider set. */
export interface CookieNames {
  readonly session: string;
  readonly interaction: string;
  readonly resume: string;
  readonly browser: string;
}

/**
 * With https the names have prefixes that browsers enforce, so that no other host of the domain can set these cookies:
 * `__Host-` requires the path `/` and no domain; `__Secure-` allows the other paths that oidc-provider needs (RFC
 * 6265bis, section 4.1.3).
 * @param owner the beginning of the names
 */
export function cookieNames({ publicUrl }: Pick<Config, 'publicUrl'>, owner: string): CookieNames {
  const isSecure = publicUrl.startsWith('https:');
  const [host, secure] = isSecure ? ['__Host-', '__Secure-'] : ['', ''];
  return {
    session: `${host}${owner}_session`,
    browser: `${host}${owner}_browser`,
    interaction: `${secure}${owner}_interaction`,
    resume: `${secure}${owner}_resume`,
  };
}
