import { describe, expect, it } from '@jest/globals';
import { newLicenseKey, normalizeLicenseKey } from '../../src/rules/license-key.ts';

it('newLicenseKey returns readable license keys, each one different', () => {
  const keys = Array.from({ length: 1_000 }, newLicenseKey);
  for (const key of keys) {
    expect(key).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/);
    expect(normalizeLicenseKey(key)).toBe(key);
  }
  expect(new Set(keys).size).toBe(keys.length);
});

describe('normalizeLicenseKey', () => {
  it.each([
    ['fuh3-4e7a-lzjl-7jtp', 'FUH3-4E7A-LZJL-7JTP'],
    [' FUH3-4E7A-LZJL-7JTP\n', 'FUH3-4E7A-LZJL-7JTP'],
    ['FUH3-4E7A-\r\nLZJL-7JTP', 'FUH3-4E7A-LZJL-7JTP'],
    ['FUH3–4E7A—LZJL−7JTP', 'FUH3-4E7A-LZJL-7JTP'],
    ['\u00a0FUH3 - 4E7A - LZJL - 7JTP', 'FUH3-4E7A-LZJL-7JTP'],
  ])('normalizes %j as a key of our form', (text, key) => {
    expect(normalizeLicenseKey(text)).toBe(key);
  });

  it.each([
    ['abc-Def', 'abc-Def'],
    [' abc def ', 'abc def'],
    ['fuh3-4e7a-lzjl-7jt0', 'fuh3-4e7a-lzjl-7jt0'],
    ['fuh3-4e7a-lzjl-7jtp-aaaa', 'fuh3-4e7a-lzjl-7jtp-aaaa'],
  ])('keeps the case of %j, a key of another form', (text, key) => {
    expect(normalizeLicenseKey(text)).toBe(key);
  });
});
