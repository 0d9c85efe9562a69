import type { Config } from './config.ts';

/** `aud` of the access tokens for the License API (RFC 9068, section 2.2). */
export function apiAudience({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/api/v4`;
}
