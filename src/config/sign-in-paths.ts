import type { Config } from './config.ts';

/** The path below which all sign-in pages are served. */
export const SIGN_IN_PATH = '/sign-in';

/** The path of the page where an administrator tests a connection. */
export function testSignInPath(testId: string): string {
  return `${SIGN_IN_PATH}/test/${testId}`;
}

/**
 * The redirect URI that the company registers at its identity provider. Each customer account has its own, so that the
 * response of one provider is never accepted as that of another (RFC 9700, section 4.4.2).
 */
export function callbackUrl(config: Pick<Config, 'publicUrl'>, accountCode: string): string {
  return `${config.publicUrl}${SIGN_IN_PATH}/callback/${encodeURIComponent(accountCode)}`;
}
