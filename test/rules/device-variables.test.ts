import { describe, expect, it } from '@jest/globals';
import {
  mergeVariables,
  MOST_VARIABLES,
  VARIABLES_LIMIT,
} from '../../src/rules/device-variables.ts';

const named = (count: number, prefix = 'v') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, index]));

describe('mergeVariables', () => {
  it('adds names and replaces the values of existing ones', () => {
    expect(mergeVariables({ a: 1, b: 2 }, { b: 'x', c: true })).toEqual({ a: 1, b: 'x', c: true });
  });

  it('keeps the maximum number of names and changes their values', () => {
    const known = named(MOST_VARIABLES);
    expect(mergeVariables(known, { v0: 'new' })).toEqual({ ...known, v0: 'new' });
  });

  it('throws with both numbers for one name too many', () => {
    expect(() => mergeVariables(named(MOST_VARIABLES), { more: 1 })).toThrow(
      /would have 65 variables .* maximum is 64 with 65536 bytes/,
    );
  });

  it('throws for too many bytes, counted in UTF-8', () => {
    const known = { a: 'ü'.repeat(VARIABLES_LIMIT / 2 - 20) };
    expect(mergeVariables(known, { b: 1 })).toHaveProperty('b');
    expect(() => mergeVariables(known, { b: 'x'.repeat(40) })).toThrow(/2 variables with 65\d\d\d/);
  });
});
