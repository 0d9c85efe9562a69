import { describe, expect, it } from '@jest/globals';
import { defaultRateLimits, parseRateLimits } from '../../src/rules/rate-limits.ts';

describe('the setting of rate limits', () => {
  it('changes the limits that it names, and keeps the other limits and all times', () => {
    expect(parseRateLimits('api-key=3600, password=3')).toEqual({
      ...defaultRateLimits,
      'api-key': { count: 3_600, seconds: 60 },
      password: { count: 3, seconds: 900 },
    });
  });

  it('switches off one limit or all', () => {
    expect(parseRateLimits('guess=off')).toEqual({ ...defaultRateLimits, guess: null });
    const off = Object.keys(defaultRateLimits).map((name) => [name, null]);
    expect(parseRateLimits('off')).toEqual(Object.fromEntries(off));
  });

  it.each([
    ...['api-key', 'api-key=', 'api-key=0', 'api-key=-1', 'api-key=1e3', 'api-key=1.5'],
    ...['requests=5', 'toString=5', 'api-key=5,', 'api-key=5;guess=6', '1800', 'on', 'off,off'],
    ...['api-key=9999999999', 'API-KEY=5'],
  ])('is refused as %s', (text) => {
    expect(parseRateLimits(text)).toBeUndefined();
  });
});
