import { randomInt } from 'node:crypto';

/**
 * IDs count the milliseconds since this time, so they have 15 digits until September 2054, and are always safe
 * integers.
 */
const START = Date.UTC(2023, 0, 1);
/** How many processes can make IDs in the same millisecond. The second half of their numbers is for commands. */
const MAKERS = 1_000;

let maker = MAKERS / 2 + randomInt(MAKERS / 2);
let last = 0;

/** The difference between two consecutive IDs of a process. */
export const ID_STEP = MAKERS;

/**
 * A new ID: a whole number of at most 15 digits, which spreadsheets do not round. It is higher than all IDs that this
 * process made before. Of two processes, the ID of the later millisecond is the higher one.
 */
export function newId(): number {
  return newIds(1);
}

/**
 * Reserves IDs.
 * @param count how many
 * @returns the first one; each of the others is `ID_STEP` more than the one before
 */
export function newIds(count: number): number {
  // No ID is repeated, even if the clock was set back or more than one ID is made in a millisecond.
  const first = Math.max(last + 1, Date.now() - START);
  last = first + count - 1;
  return first * MAKERS + maker;
}

/**
 * Gives this process a number among servers, so that no two of them make the same ID. Before that, and in commands, the
 * number is random.
 * @param turn counts the starts of servers
 */
export function numberIds(turn: number): void {
  maker = turn % (MAKERS / 2);
}
