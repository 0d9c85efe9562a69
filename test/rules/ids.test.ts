import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ID_STEP, newId, newIds, numberIds } from '../../src/rules/ids.ts';

/** Ids as another process makes them, whose number among servers is `turn`. */
async function idsElsewhere(turn: number | undefined, now: number): Promise<number[]> {
  const script = `
    const { parentPort } = require('node:worker_threads');
    Date.now = () => ${now};
    import('${new URL('../../src/rules/ids.ts', import.meta.url).href}').then(({ newId, numberIds }) => {
      if (${turn !== undefined}) numberIds(${turn});
      parentPort.postMessage(Array.from({ length: 1000 }, () => newId()));
    });`;
  const worker = new Worker(script, { eval: true });
  const [ids] = (await once(worker, 'message')) as [number[]];
  await worker.terminate();
  return ids;
}

describe('a new id', () => {
  let now: number;
  beforeEach(() => {
    now = Date.UTC(2026, 10, 27);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(() => void jest.restoreAllMocks());

  it('has 15 digits, which a spreadsheet keeps', () => {
    for (let index = 0; index < 1_000; index += 1) {
      const id = newId();
      expect(String(id)).toMatch(/^\d{15}$/);
      expect(Number(id.toPrecision(15))).toBe(id);
    }
  });

  it.each([
    ['2053-12-31', 15],
    ['2200-01-01', 16],
  ])('has no more digits than needed in %s, and stays a safe integer: %i', async (day, digits) => {
    // Elsewhere, as later ids of this process would follow those of the year 2200.
    const [id] = await idsElsewhere(1, Date.parse(day));
    expect(String(id)).toHaveLength(digits);
    expect(Number.isSafeInteger(id)).toBe(true);
  });

  it('is higher than earlier ones, also when the clock is set back', () => {
    const ids = [newId(), newId(), newId()];
    now -= 3_600_000;
    ids.push(newId());
    now += 7_200_000;
    ids.push(newId());
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('differs from ids that were reserved in a row', () => {
    const first = newIds(10_000);
    const row = new Set(Array.from({ length: 10_000 }, (_, index) => first + index * ID_STEP));
    expect(row.has(newId())).toBe(false);
  });

  it('differs from those of another server or command in the same millisecond', async () => {
    const made = await Promise.all([
      ...[1, 2, 3, 499].map((turn) => idsElsewhere(turn, now)),
      idsElsewhere(undefined, now),
    ]);
    numberIds(500);
    made.push(Array.from({ length: 1_000 }, () => newId()));
    expect(new Set(made.flat()).size).toBe(6_000);
  });
});
