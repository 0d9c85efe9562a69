import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../src/rules/errors.ts';
import type { Candidate } from '../../src/rules/license.ts';
import { chooseBound, refusalsByOperation } from '../../src/rules/license-states.ts';

const now = new Date('2026-06-15T12:00:00.000Z');

type Operation = Parameters<typeof chooseBound>[0];

/** A license and its device, with what these rules read of them. */
function candidate(faults: readonly string[]): Candidate {
  const has = (code: string) => faults.includes(code);
  const license = {
    id: 1,
    license_type: has('license_not_consumption') ? 'perpetual' : 'consumption',
    enabled: !has('license_not_enabled') && !has('active_license_required'),
    times_activated: has('license_not_active') ? 0 : 1,
    valid_until: has('license_expired') ? new Date(now.getTime() - 1) : null,
    can_borrow: !has('license_borrow_not_allowed'),
    floating: true,
    assignment: null,
  };
  const device = { active: !has('device_not_found'), blacklisted: has('blacklisted') };
  const end = now.getTime() + (has('floating_not_available') ? 0 : 1);
  const slot = { held_until: new Date(end), borrowed_until: null };
  return { license, device, slot } as Candidate;
}

function codeOf(operation: Operation, candidates: readonly Candidate[]): string {
  try {
    chooseBound(operation, candidates, 'none', now);
    return 'answered';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

describe.each(Object.entries(refusalsByOperation))('%s', (name, codes) => {
  const operation = name as Operation;

  it('answers when nothing is wrong, and is refused without a license', () => {
    expect(codeOf(operation, [candidate([])])).toBe('answered');
    expect(codeOf(operation, [])).toBe('license_not_found');
  });

  it.each(codes.map((code, index) => [code, index] as const))(
    'is refused with %s, whatever comes after it is wrong too',
    (code, index) => {
      expect(codeOf(operation, [candidate([code])])).toBe(code);
      expect(codeOf(operation, [candidate(codes.slice(index))])).toBe(code);
    },
  );

  it('uses the license on which the device is active, of several', () => {
    const unbound = candidate(['device_not_found']);
    expect(chooseBound(operation, [unbound, candidate([])], 'none', now).device.active).toBe(true);
  });
});
