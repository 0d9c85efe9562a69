import { describe, expect, it } from '@jest/globals';
import { findActivatedOn, isActive, isExpired } from '../../src/rules/license.ts';
import { deviceOf, licenseOf } from '../support/licenses.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('a license expires', () => {
  it('never without an end', () => {
    expect(isExpired(licenseOf(), now)).toBe(false);
  });

  it('after its end, and not at that time', () => {
    expect(isExpired(licenseOf({ valid_until: now }), now)).toBe(false);
    expect(isExpired(licenseOf({ valid_until: hoursAgo(0.001) }), now)).toBe(true);
  });

  it('never when it is perpetual, unless it is a trial', () => {
    const past = { license_type: 'perpetual', valid_until: hoursAgo(1) } as const;
    expect(isExpired(licenseOf(past), now)).toBe(false);
    expect(isExpired(licenseOf({ ...past, is_trial: true }), now)).toBe(true);
  });

  it('after its grace hours when it is a subscription', () => {
    const grace = { valid_until: hoursAgo(5), grace_hours: 6 };
    expect(isExpired(licenseOf({ ...grace, license_type: 'subscription' }), now)).toBe(false);
    expect(
      isExpired(licenseOf({ ...grace, license_type: 'subscription', grace_hours: 4 }), now),
    ).toBe(true);
    expect(isExpired(licenseOf({ ...grace, license_type: 'time-limited' }), now)).toBe(true);
  });
});

describe('a license is active', () => {
  it('once a device is bound to it', () => {
    expect(isActive(licenseOf({ times_activated: 1 }))).toBe(true);
    expect(isActive(licenseOf({ times_activated: 0 }))).toBe(false);
  });

  it('from its creation as a subscription', () => {
    expect(isActive(licenseOf({ times_activated: 0, license_type: 'subscription' }))).toBe(true);
  });

  it('never while it is disabled', () => {
    expect(isActive(licenseOf({ enabled: false, license_type: 'subscription' }))).toBe(false);
  });
});

describe('a deactivation', () => {
  it('applies to the license that the device is bound to', () => {
    const found = findActivatedOn(
      [
        { license: licenseOf({ id: 1 }), device: deviceOf({ active: false }) },
        { license: licenseOf({ id: 2 }), device: deviceOf() },
      ],
      'none',
    );
    expect(found.license.id).toBe(2);
  });
});
