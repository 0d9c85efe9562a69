import { describe, expect, it } from '@jest/globals';
import { compareClocks } from '../../src/doctor/clocks.ts';

const NOON = new Date('2026-11-25T12:00:00.000Z');
const later = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);

describe('compareClocks', () => {
  it.each([
    [0, 'ok', 'The clock agrees with that of the database.'],
    [-5, 'ok', 'The clock agrees with that of the database.'],
    [6, 'warning', 'The clock is 6 s ahead of that of the database.'],
    [-30, 'warning', 'The clock is 30 s behind that of the database.'],
    [31, 'fault', 'The clock is 31 s ahead of that of the database.'],
    [-3_600, 'fault', 'The clock is 3600 s behind that of the database.'],
  ])('with a difference of %i s is %s', (seconds, level, message) => {
    const found = compareClocks('the database', NOON, later(seconds));
    expect(found).toMatchObject({ check: 'clock', level, message });
    if (level !== 'ok') expect(found.cure).toContain('NTP');
  });
});
