import { describe, expect, it } from '@jest/globals';
import { parseHttpDate } from '../../src/schemes/http-date.ts';

const now = new Date('2026-11-27T00:00:00Z');
const read = (text: string) => parseHttpDate(text, now)?.toISOString();

describe('parseHttpDate', () => {
  it('reads every day of some years, as IMF-fixdate and with one-digit days', () => {
    for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2029, 0, 1); time += 86_400_000) {
      const date = new Date(time);
      const text = date.toUTCString();
      expect(read(text)).toBe(date.toISOString());
      expect(read(text.replace(', 0', ', '))).toBe(date.toISOString());
    }
  });

  it.each([
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Friday, 27-Nov-76 00:00:00 GMT', '2076-11-27T00:00:00.000Z'],
    ['Sunday, 27-Nov-77 00:00:00 GMT', '1977-11-27T00:00:00.000Z'],
  ])('reads %s as a year at most 50 years ahead', (text, iso) => {
    expect(read(text)).toBe(iso);
  });

  it.each([
    'Thu, 29 Feb 2024 00:00:00 GMT',
    'Thu Feb 29 00:00:00 2024',
    'Thursday, 29-Feb-24 00:00:00 GMT',
  ])('reads the leap day %s', (text) => {
    expect(read(text)).toBe('2024-02-29T00:00:00.000Z');
  });

  it.each(['Sat, 29 Feb 2025 00:00:00 GMT', 'Sun, 31 Apr 2025 00:00:00 GMT'])(
    'refuses %s, a day that does not exist',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
