import { tooBusy } from '../web/admission.ts';

/**
 * Runs what is done with the same key one after the other, in this process.
 * @param most how much, with any keys, may be run or wait for its turn at once
 * @returns throws ApiError service_unavailable where there is more
 */
export function createTurns(most: number) {
  const last = new Map<string, Promise<unknown>>();
  let count = 0;

  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (count >= most) throw tooBusy();
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    count += 1;
    try {
      return await mine;
    } finally {
      count -= 1;
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
