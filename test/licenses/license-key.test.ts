import { expect, it } from '@jest/globals';
import { newLicenseKey } from '../../src/licenses/license-key.ts';

it('makes license keys that people can read to each other, each another', () => {
  const keys = Array.from({ length: 1_000 }, newLicenseKey);
  for (const key of keys) expect(key).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/);
  expect(new Set(keys).size).toBe(keys.length);
});
