import { describe, expect, it } from '@jest/globals';
import { newId } from '../src/new-id.ts';

describe('a new id', () => {
  it('has 16 digits and is a safe integer', () => {
    for (let index = 0; index < 1_000; index += 1) {
      const id = newId();
      expect(String(id)).toHaveLength(16);
      expect(Number.isSafeInteger(id)).toBe(true);
    }
  });
});
