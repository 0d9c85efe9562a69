import { tooBusy } from '../web/admission.ts';

/**
 * Creates a function that runs tasks with the same key one after the other, in this process.
 * @param most how many tasks, with any keys, may run or wait at the same time
 * @returns a function that throws ApiError service_unavailable above that
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
