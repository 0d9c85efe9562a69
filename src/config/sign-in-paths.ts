import type { Config } from './config.ts';
import { SIGN_IN_PATH } from '../issuer/provider.ts';

/**
 * Where the identity provider of a customer account sends people back to; what the company registers there. One for
 * each account: an answer cannot pass for another provider's (RFC 9700, section 4.4.2).
 */
export function callbackUrl(config: Pick<Config, 'publicUrl'>, accountCode: string): string {
  return `${config.publicUrl}${SIGN_IN_PATH}/callback/${encodeURIComponent(accountCode)}`;
}
