import { describe, expect, it } from '@jest/globals';
import {
  isDue,
  type Key,
  keysInOrder,
  type Purpose,
  purposes,
  succession,
} from '../../src/rules/key-schedule.ts';

const DAY = 86_400_000;
const now = new Date('2026-06-15T12:00:00.000Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY);

/** @param activates days from now @param expires days from now */
function key(generation: number, activates: number, expires: number | null = null): Key {
  return {
    purpose: 'openid',
    generation,
    kid: `k${generation}`,
    secret: '',
    createdAt: inDays(activates),
    activatesAt: inDays(activates),
    expiresAt: expires === null ? null : inDays(expires),
  };
}

const order = (...keys: Key[]) => keysInOrder(keys, 'openid', now).map(({ kid }) => kid);

describe('the valid keys', () => {
  it('are the current one, then earlier ones, then announced ones', () => {
    expect(order(key(1, -300, 5), key(2, -100, 8), key(3, 7))).toEqual(['k2', 'k1', 'k3']);
  });

  it('do not include expired ones', () => {
    expect(order(key(1, -100, 0), key(2, -50))).toEqual(['k2']);
  });

  it('change at the exact time of the schedule', () => {
    expect(order(key(1, -100, 8), key(2, 0))).toEqual(['k2', 'k1']);
  });

  it('include a current one when our clock is behind that of the creator', () => {
    expect(order(key(1, 0.001))).toEqual(['k1']);
    expect(order()).toEqual([]);
  });

  it('are those of one purpose', () => {
    expect(order(key(1, -1), { ...key(2, -1), purpose: 'cookies' })).toEqual(['k1']);
  });
});

describe('a key', () => {
  it('is due for rotation a lead time before its maximum age, and only once', () => {
    const maxAge = 90 * DAY;
    expect(isDue([key(1, -82.9)], 'openid', now, maxAge)).toBe(false);
    expect(isDue([key(1, -83)], 'openid', now, maxAge)).toBe(true);
    expect(isDue([key(1, -83, 8), key(2, 7)], 'openid', now, maxAge)).toBe(false);
  });

  it('is due by its age unless the age is off, and never when applications carry it', () => {
    const old = (purpose: Purpose) => isDue([{ ...key(1, -999), purpose }], purpose, now, DAY * 90);
    expect(purposes.filter(old)).toEqual(['openid', 'cookies', 'binding']);
    expect(isDue([key(1, -999)], 'openid', now, null)).toBe(false);
  });
});

describe('the next key', () => {
  it.each([
    ['response', 90, 365],
    ['openid', 7, 1],
    ['cookies', 1 / 24, 1],
    ['binding', 1 / 24, 1],
  ] as const)(
    'for %s is announced %s days ahead; the last one is kept for %s',
    (purpose, lead, kept) => {
      expect(succession([{ ...key(4, -100), purpose }], purpose, now, false)).toEqual({
        generation: 5,
        activatesAt: inDays(lead),
        othersExpireAt: inDays(lead + kept),
      });
    },
  );

  it('cannot be rotated before it is in use', () => {
    expect(succession([key(1, -100, 8), key(2, 7)], 'openid', now, false)).toBeUndefined();
  });

  it('replaces compromised keys at once, and they are removed', () => {
    const keys = [key(1, -100, 8), key(2, 7)];
    expect(succession(keys, 'openid', now, true)).toEqual({
      generation: 3,
      activatesAt: now,
      othersExpireAt: now,
    });
  });
});
