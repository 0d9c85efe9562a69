import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import semver from 'semver';
import { versionSortKey } from '../../src/rules/version-order.ts';

const compareKeys = (a: string, b: string) => {
  const [one, other] = [versionSortKey(a), versionSortKey(b)];
  return one < other ? -1 : Number(one > other);
};

const number = fc.oneof(fc.nat({ max: 12 }), fc.nat());
const identifier = fc.oneof(number.map(String), fc.stringMatching(/^[0-9A-Za-z]{0,2}[A-Za-z]$/));
const prerelease = fc.array(identifier, { maxLength: 3 });
const version = fc
  .record({ numbers: fc.tuple(number, number, number), prerelease })
  .map(
    (one) =>
      one.numbers.join('.') + (one.prerelease.length === 0 ? '' : `-${one.prerelease.join('.')}`),
  );

describe('the order of versions', () => {
  it('is that of Semantic Versioning', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareKeys(a, b)).toBe(semver.compare(a, b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts missing numbers as 0, knows a fourth one, and does not count the build', () => {
    const ordered = [
      '0',
      '0.0.0.1',
      '1-a',
      '1',
      '1.0.1',
      '1.2',
      '1.2.0.4',
      '1.10',
      '2024.1',
      '10000000000',
    ];
    expect(ordered.toSorted(compareKeys)).toEqual(ordered);
    expect(ordered.toReversed().toSorted(compareKeys)).toEqual(ordered);
    for (const [a, b] of [
      ['1', '1.0.0.0'],
      ['1.0+a', '1.0+b'],
      ['1.02', '1.2'],
    ] as const) {
      expect(compareKeys(a, b)).toBe(0);
    }
  });

  it('has keys that every collation orders alike: digits and the letters a to f', () => {
    fc.assert(fc.property(version, (one) => expect(versionSortKey(one)).toMatch(/^[0-9a-f]+$/)));
  });
});
