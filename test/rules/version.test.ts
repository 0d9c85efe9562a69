import { describe, expect, it } from '@jest/globals';
import { releasedUntil } from '../../src/rules/version.ts';
import { licenseOf } from '../support/licenses.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const before = new Date('2026-06-01T00:00:00.000Z');
const after = new Date('2026-07-01T00:00:00.000Z');

describe('the last release date of a version that a license gets', () => {
  const until = (over: Parameters<typeof licenseOf>[0]) => releasedUntil(licenseOf(over), now);

  it('is the end of its maintenance, else its own end, and never in the future', () => {
    const limited = { license_type: 'time-limited' } as const;
    expect(until({ maintenance_until: before })).toEqual(before);
    expect(until({ maintenance_until: after })).toEqual(now);
    expect(until({ maintenance_until: null })).toEqual(now);
    expect(until({ ...limited, valid_until: before })).toEqual(before);
    expect(until({ ...limited, valid_until: before, maintenance_until: after })).toEqual(now);
    expect(until({ ...limited, valid_until: after, maintenance_until: before })).toEqual(before);
    expect(until({ license_type: 'perpetual', valid_until: before })).toEqual(now);
  });

  it('of a subscription is after its grace hours', () => {
    const subscription = { license_type: 'subscription', valid_until: before } as const;
    expect(until({ ...subscription, grace_hours: 1 })).toEqual(
      new Date('2026-06-01T01:00:00.000Z'),
    );
  });
});
