import { randomInt } from 'node:crypto';

/** A new 16-digit id, within the safe integers of JavaScript (facts 0.3). */
export function newId(): number {
  // randomInt spans at most 2^48: two draws make up 8 × 10^15 values.
  return 1_000_000_000_000_000 + randomInt(8_000_000) * 1_000_000_000 + randomInt(1_000_000_000);
}
