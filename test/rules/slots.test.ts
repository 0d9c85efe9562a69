import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  borrowed,
  hasFree,
  isBorrowed,
  isHeld,
  renewed,
  type Slot,
} from '../../src/rules/slots.ts';

const MINUTE = 60_000;
const START = Date.parse('2027-01-01T00:00:30.000Z');

const step = fc.record({
  device: fc.integer({ min: 0, max: 4 }),
  action: fc.constantFrom('check', 'check', 'release', 'borrow', 'free'),
  minutes: fc.integer({ min: 0, max: 40 }),
  borrow: fc.integer({ min: 1, max: 90 }),
});

describe('slots', () => {
  it('are held by as many devices as there are, and as long as a model says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(step, { maxLength: 60 }),
        (slots, timeout, steps) => {
          const pool = { slots, timeout };
          const stored = new Map<number, Slot>();
          /** The minute from which the slot of each device is free, and the end of its borrow. */
          const model = new Map<number, { silent: number; borrow: number }>();
          let time = START;
          for (const { device, action, minutes, borrow } of steps) {
            time += minutes * MINUTE;
            const now = new Date(time);
            const held = (one: number) => {
              const known = model.get(one);
              return known !== undefined && Math.max(known.silent, known.borrow) > time;
            };
            const others = [...model.keys()].filter((one) => one !== device && held(one)).length;
            const silent = Math.ceil(time / MINUTE + timeout) * MINUTE;
            const before = stored.get(device);
            const holders = [...stored].filter(([, slot]) => isHeld(slot, now)).length;
            expect(isHeld(before, now)).toBe(held(device));
            const may = isHeld(before, now) || hasFree(pool, holders);
            expect(may).toBe(held(device) || others < slots);
            if (action === 'release' || action === 'free') {
              stored.delete(device);
              model.delete(device);
            } else if (may && action === 'check') {
              stored.set(device, renewed(pool, before, now));
              const end = held(device) ? (model.get(device)?.borrow ?? 0) : 0;
              model.set(device, { silent, borrow: end });
            } else if (may) {
              const end = time + borrow * MINUTE;
              stored.set(device, borrowed(pool, new Date(end), now));
              model.set(device, { silent, borrow: end });
            }
            const known = model.get(device);
            expect(isBorrowed(stored.get(device), now)).toBe((known?.borrow ?? 0) > time);
            expect(
              [...stored.values()].filter((slot) => isHeld(slot, now)).length,
            ).toBeLessThanOrEqual(slots);
          }
        },
      ),
    );
  });
});
