import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import {
  addConsumptions,
  addFeatureConsumptions,
  type Counter,
  type Meter,
} from '../../src/rules/consumption.ts';
import { ApiError } from '../../src/rules/errors.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 11, 28);

/** A text that is the same at two times unless a reset lies between them. */
const periodOf: Record<NonNullable<Meter['consumption_period']>, (at: Date) => string> = {
  daily: (at) => at.toISOString().slice(0, 10),
  // 1970 began on a Thursday.
  weekly: (at) => String(Math.floor((at.getTime() / (24 * HOUR) + 3) / 7)),
  monthly: (at) => at.toISOString().slice(0, 7),
  annually: (at) => at.toISOString().slice(0, 4),
};

const meters: fc.Arbitrary<Meter> = fc.record({
  max_consumptions: fc.option(fc.integer({ min: 0, max: 30 })),
  allow_negative_consumptions: fc.boolean(),
  allow_overages: fc.boolean(),
  max_overages: fc.integer({ min: 0, max: 10 }),
  consumption_period: fc.constantFrom(null, 'daily', 'weekly', 'monthly', 'annually'),
});
const uses = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 800 }),
    amount: fc.integer({ min: -10, max: 20 }),
  }),
  { maxLength: 30 },
);

/** The total after each use, or the end of the code that refuses it, from a list of all uses. */
function expected(meter: Meter, all: readonly { at: Date; amount: number }[]): (number | string)[] {
  const counted: { at: Date; amount: number }[] = [];
  return all.map(({ at, amount }) => {
    const period = meter.consumption_period && periodOf[meter.consumption_period];
    const total = counted
      .filter((one) => period === null || period(one.at) === period(at))
      .reduce((sum, one) => sum + one.amount, amount);
    if (amount < 0 && !meter.allow_negative_consumptions)
      return 'negative_consumptions_not_allowed';
    const limit = meter.max_consumptions ?? Infinity;
    const above = meter.allow_overages ? meter.max_overages || Infinity : 0;
    if (amount > 0 && total > limit + above) return 'not_enough_consumptions';
    counted.push({ at, amount });
    return total;
  });
}

describe.each([
  ['license', addConsumptions],
  ['feature', addFeatureConsumptions],
] as const)('the counter of a %s', (kind, add) => {
  it('has what was counted since the last reset, and stays within its limits', () => {
    fc.assert(
      fc.property(meters, uses, (meter, steps) => {
        let now = START;
        const all = steps.map(({ hours, amount }) => ({
          at: new Date((now += hours * HOUR)),
          amount,
        }));
        let counter: Counter = { total_consumptions: 0, counted_at: null };
        const found = all.map(({ at, amount }) => {
          try {
            counter = add({ ...meter, ...counter, id: 1, license_id: 1 }, amount, at);
            return counter.total_consumptions;
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            return error.code.replace(`${kind}_`, '');
          }
        });
        expect(found).toEqual(expected(meter, all));
      }),
      { numRuns: 500 },
    );
  });
});
