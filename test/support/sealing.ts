import { createSealing, type Sealing } from '../../src/security/sealing.ts';
import { parseSecretKeys } from '../../src/security/secret-key.ts';

/** Seals with the first of these secret keys, and opens with all. */
export function sealingWith(...secretKeys: string[]): Sealing {
  return createSealing(() => parseSecretKeys(secretKeys.join()) ?? []);
}
