import { randomInt } from 'node:crypto';

/** Ids count milliseconds since then: so they have 15 digits until September 2054, and are safe integers ever after. */
const START = Date.UTC(2023, 0, 1);
/** How many processes may make ids in the same millisecond. The second half of their numbers is for commands. */
const MAKERS = 1_000;

let maker = MAKERS / 2 + randomInt(MAKERS / 2);
let last = 0;

/** From one id of a process to the next. */
export const ID_STEP = MAKERS;

/**
 * A new id: a whole number of at most 15 digits, which a spreadsheet keeps as it is (it has 15), above all ids that
 * this process made before. Of other processes, that of the later millisecond is the higher one.
 */
export function newId(): number {
  return newIds(1);
}

/** So many ids in a row. @returns the first; each is `ID_STEP` more than the one before */
export function newIds(count: number): number {
  // A clock that was set back, and more than one id a millisecond, make no id twice.
  const first = Math.max(last + 1, Date.now() - START);
  last = first + count - 1;
  return first * MAKERS + maker;
}

/**
 * Gives this process a number among servers, so that no two of them make the same id. Until then, and in commands,
 * it has a random one of its own.
 * @param turn counts the starts of servers
 */
export function numberIds(turn: number): void {
  maker = turn % (MAKERS / 2);
}
