import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/rules/errors.ts';
import type { FeatureInUse } from '../../src/rules/license-feature.ts';
import type { Candidate } from '../../src/rules/license.ts';
import { chooseBound, refusalsByOperation } from '../../src/rules/license-states.ts';
import { deviceOf, licenseOf } from '../support/licenses.ts';

const now = new Date('2026-06-15T12:00:00.000Z');

type Operation = Parameters<typeof chooseBound>[0];

/** A license with the feature `shared`, its device and slot. */
function candidate(faults: readonly string[]): Candidate {
  const has = (code: string) => faults.includes(code);
  const feature = { code: 'shared', floating: !has('feature_not_floating'), expires_at: null };
  const license = licenseOf({
    license_type: has('license_not_consumption') ? 'perpetual' : 'consumption',
    enabled: !has('license_not_enabled') && !has('active_license_required'),
    times_activated: has('license_not_active') ? 0 : 1,
    valid_until: has('license_expired') ? new Date(now.getTime() - 1) : null,
    can_borrow: !has('license_borrow_not_allowed'),
    floating: true,
    features: [feature as FeatureInUse],
  });
  const device = deviceOf({ active: !has('device_not_found'), blacklisted: has('blacklisted') });
  const end = now.getTime() + (has('floating_not_available') ? 0 : 1);
  return { license, device, slot: { held_until: new Date(end), borrowed_until: null } };
}

/** What a request asks for, with the fault that is not in the license. */
const asked = (faults: readonly string[]) => ({
  feature: 'shared',
  borrowedUntil: faults.includes('borrow_until_not_valid') ? 'never' : null,
});

/** The outcome for the first of some licenses, each with its faults. */
function codeOf(operation: Operation, ...candidates: readonly (readonly string[])[]): string {
  const [first = []] = candidates;
  try {
    chooseBound(operation, candidates.map(candidate), 'none', now, asked(first));
    return 'answered';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

describe.each(Object.entries(refusalsByOperation))('%s', (name, codes) => {
  const operation = name as Operation;

  it('answers when nothing is wrong, and is refused without a license', () => {
    expect(codeOf(operation, [])).toBe('answered');
    expect(codeOf(operation)).toBe('license_not_found');
  });

  it.each(codes.map((code, index) => [code, index] as const))(
    'is refused with %s, whatever comes after it is wrong too',
    (code, index) => {
      expect(codeOf(operation, [code])).toBe(code);
      expect(codeOf(operation, codes.slice(index))).toBe(code);
    },
  );

  it('uses the license on which the device is active, of several', () => {
    const unbound = candidate(['device_not_found']);
    const both = [unbound, candidate([])];
    expect(chooseBound(operation, both, 'none', now, asked([])).device.active).toBe(true);
  });
});
