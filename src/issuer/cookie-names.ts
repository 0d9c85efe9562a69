import type { Config } from '../config/config.ts';

/** Names of the cookies that we and oidc-provider set. */
export interface CookieNames {
  readonly session: string;
  readonly interaction: string;
  readonly resume: string;
  readonly browser: string;
}

/**
 * Under https a browser holds a name to its promise, so that no other host of the domain can plant a cookie of ours:
 * `__Host-` to the path `/` and no domain, `__Secure-` where oidc-provider needs a path of its own (RFC 6265bis,
 * section 4.1.3).
 * @param owner begins the names
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
