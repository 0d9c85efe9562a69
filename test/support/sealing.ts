import { createSealing, type Sealing } from '../../src/security/sealing.ts';
import { parseSecretKeys } from '../../src/security/secret-key.ts';

/** That of every server that a test starts on PostgreSQL. */
export const testSecretKey = Buffer.alloc(32, 'latchkey').toString('base64url');

/** Seals with the first of these secret keys, and opens with all. */
export function sealingWith(...secretKeys: string[]): Sealing {
  return createSealing(() => parseSecretKeys(secretKeys.join()) ?? []);
}
