import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addConsumptions,
  type Counter,
  isClosed,
  lastReset,
  type Meter,
  MOST_CONSUMPTIONS,
  mostConsumptions,
  totalAt,
} from '../../src/rules/consumption.ts';
import { ApiError } from '../../src/rules/errors.ts';

const now = new Date('2026-06-17T12:00:00.000Z'); // a Wednesday
const notEnough = 'license_not_enough_consumptions';
const id = 7;

const meter = (over: Partial<Meter> = {}): Meter => ({
  max_consumptions: 10,
  allow_negative_consumptions: false,
  allow_overages: false,
  max_overages: 0,
  consumption_period: null,
  ...over,
});
const counter = (total: number, countedAt: Date | null = now): Counter => ({
  total_consumptions: total,
  counted_at: countedAt,
});

it('a day is closed when no slow clock is in it any more', () => {
  const day = new Date('2026-06-17T00:00:00.000Z');
  expect(isClosed(day, new Date('2026-06-18T00:04:59.999Z'))).toBe(false);
  expect(isClosed(day, new Date('2026-06-18T00:05:00.000Z'))).toBe(true);
});

/** The total after the use, or the code of the refusal. */
function add(over: Partial<Meter>, before: Counter, amount: number, at = now): number | string {
  try {
    return addConsumptions({ id, ...meter(over), ...before }, amount, at).total_consumptions;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

describe('counting consumptions', () => {
  it('adds up to the limit, and refuses more', () => {
    expect(add({}, counter(0), 1)).toBe(1);
    expect(add({}, counter(9), 1)).toBe(10);
    expect(add({}, counter(10), 0)).toBe(10);
    expect(add({}, counter(9), 2)).toBe(notEnough);
  });

  it('adds overages when they are allowed', () => {
    const over = { allow_overages: true, max_overages: 5 };
    expect(add(over, counter(10), 5)).toBe(15);
    expect(add(over, counter(10), 6)).toBe(notEnough);
    expect(add({ allow_overages: true }, counter(10), 1_000_000)).toBe(1_000_010);
    expect(add({ max_overages: 5 }, counter(10), 1)).toBe(notEnough);
  });

  it('has no limit when there is none, whatever the overages', () => {
    const none = { max_consumptions: null, max_overages: 1, allow_overages: true };
    expect(add(none, counter(1_000_000), 1_000_000)).toBe(2_000_000);
    expect(add(none, counter(MOST_CONSUMPTIONS), 1)).toBe(notEnough);
  });

  it('takes use back only when that is allowed, even below 0', () => {
    expect(add({}, counter(5), -1)).toBe('negative_consumptions_not_allowed');
    const allowed = { allow_negative_consumptions: true };
    expect(add(allowed, counter(5), -1)).toBe(4);
    expect(add(allowed, counter(0), -3)).toBe(-3);
    // A limit that was lowered afterwards.
    expect(add(allowed, counter(15), -1)).toBe(14);
  });

  it.each([
    ['daily', '2026-06-17T00:00:00.000Z'],
    ['weekly', '2026-06-15T00:00:00.000Z'],
    ['monthly', '2026-06-01T00:00:00.000Z'],
    ['annually', '2026-01-01T00:00:00.000Z'],
  ] as const)('starts again at 0 at the %s reset, %s', (period, reset) => {
    expect(lastReset(period, now).toISOString()).toBe(reset);
    const time = Date.parse(reset);
    const over = { consumption_period: period };
    expect(add(over, counter(10, new Date(time - 1)), 4)).toBe(4);
    expect(add(over, counter(9, new Date(time)), 4)).toBe(notEnough);
    expect(totalAt(meter(over), counter(9, new Date(time - 1)), new Date(time - 1))).toBe(9);
  });

  it('counts use from before a reset in the new period when it comes after use from there', () => {
    const before = new Date('2026-06-16T23:59:59.000Z');
    const after = new Date('2026-06-17T00:00:01.000Z');
    const daily = meter({ consumption_period: 'daily' });
    const late = addConsumptions({ id, ...daily, ...counter(4, after) }, 3, before);
    expect(totalAt(daily, late, after)).toBe(7);
    expect(add({ consumption_period: 'daily' }, late, 4, after)).toBe(notEnough);
  });

  it('forgets a time that is far ahead, which would put off the next reset', () => {
    const year = new Date('2027-06-17T00:00:00.000Z');
    const next = addConsumptions({ id, ...meter(), ...counter(4, year) }, 1, now);
    expect(next.counted_at).toEqual(now);
  });

  it('resets on Sunday a week that began on Monday', () => {
    const sunday = new Date('2026-06-21T23:59:59.999Z');
    expect(lastReset('weekly', sunday).toISOString()).toBe('2026-06-15T00:00:00.000Z');
  });
});

describe('a counter, over any sequence of requests', () => {
  const anyMeter: fc.Arbitrary<Meter> = fc.record({
    max_consumptions: fc.option(fc.integer({ min: 0, max: 50 })),
    allow_negative_consumptions: fc.boolean(),
    allow_overages: fc.boolean(),
    max_overages: fc.integer({ min: 0, max: 20 }),
    consumption_period: fc.constantFrom(null, 'daily', 'weekly', 'monthly', 'annually'),
  });
  /** Hours since the request before, and the amount. */
  const requests = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 24 * 40 }), fc.integer({ min: -20, max: 30 })),
    { maxLength: 40 },
  );

  it('never leaves its bounds, is the sum since the last reset, and a refusal changes nothing', () => {
    fc.assert(
      fc.property(anyMeter, requests, (over, sequence) => {
        let state = counter(0, null);
        // The model: every accepted amount with its time.
        const accepted: (readonly [at: Date, amount: number])[] = [];
        let time = now.getTime();
        for (const [hours, amount] of sequence) {
          time += hours * 3_600_000;
          const at = new Date(time);
          const outcome = add(over, state, amount, at);
          if (typeof outcome === 'number') {
            accepted.push([at, amount]);
            state = counter(outcome, at);
          }
          const reset = lastReset(over.consumption_period, at) ?? new Date(0);
          const sum = accepted
            .filter(([when]) => when >= reset)
            .reduce((total, [, one]) => total + one, 0);
          const total = totalAt(over, state, at);
          expect(total).toBe(sum);
          expect(total).toBeLessThanOrEqual(mostConsumptions(over));
          if (!over.allow_negative_consumptions) expect(total).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
