/** True when this is `npm run test:long`: the same tests as `npm test`, with more rounds of what takes long. */
const isLong = process.env['LATCHKEY_LONG_TESTS'] === 'on';

/** How often a test does something: the first in `npm test`, the second in `npm run test:long`. */
export function rounds(short: number, long: number): number {
  return isLong ? long : short;
}

/**
 * What a test looks at of two lists, each with each: in `npm run test:long` all pairs. In `npm test` each of the first
 * list once, in turn with those of the second.
 */
export function isPaired(index: number, other: { index: number; of: number }): boolean {
  return isLong || index % other.of === other.index;
}
