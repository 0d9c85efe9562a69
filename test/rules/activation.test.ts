import { describe, expect, it } from '@jest/globals';
import {
  type Activation,
  chooseActivation,
  decideActivation,
  endFromActivation,
  MOST_DEVICES,
} from '../../src/rules/activation.ts';
import { ApiError } from '../../src/rules/errors.ts';
import type { Device, License } from '../../src/rules/license.ts';
import { deviceOf, licenseOf } from '../support/licenses.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const assignment = {
  license_user_id: 3,
  email: 'alice@acme.test',
  first_name: '',
  last_name: '',
  phone_number: '',
  is_initial_password: false,
  max_activations: 1,
  total_activations: 1,
};

function outcome(activation: Activation): string {
  return activation.outcome === 'refuse' ? activation.code : activation.outcome;
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

describe('an activation', () => {
  const decide = (over: Partial<License>, known?: Device) =>
    outcome(decideActivation(licenseOf(over), known, now));

  it('binds a device while there are seats', () => {
    expect(decide({ times_activated: 1 })).toBe('bind');
    expect(decide({ times_activated: 2 })).toBe('license_activated_max_times');
    expect(decide({ times_activated: 2, max_activations: null })).toBe('bind');
  });

  it('keeps the seat of a bound device, also on a full license', () => {
    expect(decide({ times_activated: 2 }, deviceOf())).toBe('keep');
  });

  it('binds a known device again after it gave its seat back', () => {
    expect(decide({}, deviceOf({ active: false }))).toBe('bind');
  });

  it('is refused for a disabled or expired license, also for a bound device', () => {
    expect(decide({ enabled: false }, deviceOf())).toBe('license_not_enabled');
    expect(decide({ valid_until: hoursAgo(1) }, deviceOf())).toBe('license_expired');
    expect(decide({}, deviceOf({ blacklisted: true }))).toBe('blacklisted');
    expect(decide({}, deviceOf({ blacklisted: true, active: false }))).toBe('blacklisted');
    const soon = { starts_at: hoursAgo(-1) };
    expect(decide(soon)).toBe('license_not_started');
    expect(decide(soon, deviceOf())).toBe('keep');
    expect(decide({ starts_at: now })).toBe('bind');
  });

  it('reports first that the license is disabled', () => {
    const all = { enabled: false, valid_until: hoursAgo(1), times_activated: 2 };
    expect(decide(all)).toBe('license_not_enabled');
  });

  it('is refused above the number of devices of one user', () => {
    expect(decide({ assignment })).toBe('licenseUserActivatedMaxTimes');
    expect(decide({ assignment: { ...assignment, max_activations: 2 } })).toBe('bind');
    expect(decide({ assignment: { ...assignment, max_activations: null } })).toBe('bind');
  });

  it('is refused above the technical maximum when devices are unlimited', () => {
    const unlimited = (timesActivated: number) =>
      outcome(
        decideActivation(
          licenseOf({ max_activations: null, times_activated: timesActivated }),
          undefined,
          now,
        ),
      );
    expect(unlimited(MOST_DEVICES - 1)).toBe('bind');
    expect(unlimited(MOST_DEVICES)).toBe('license_activated_max_times');
  });

  it('counts as a transfer when another device gave its seat back', () => {
    const decided = decideActivation(licenseOf({ vacated_seats: 1 }), undefined, now);
    expect(decided).toEqual({ outcome: 'bind', isTransfer: true });
    const back = decideActivation(
      licenseOf({ vacated_seats: 1 }),
      deviceOf({ active: false, vacated: true }),
      now,
    );
    expect(back).toEqual({ outcome: 'bind', isTransfer: false });
  });

  it('is refused above the number of transfers, unless devices are unlimited', () => {
    const moved = { vacated_seats: 1, max_transfers: 1, transfer_count: 1 };
    expect(decide(moved)).toBe('license_transferred_max_times');
    expect(decide({ ...moved, max_activations: 3 })).toBe('bind');
    expect(decide({ ...moved, transfer_count: 0 })).toBe('bind');
    expect(decide({ ...moved, max_activations: null })).toBe('bind');
  });
});

describe('the choice between several licenses', () => {
  const choose = (...candidates: [License, Device | undefined][]) =>
    chooseActivation(
      candidates.map(([one, known]) => ({ license: one, device: known })),
      now,
      'none',
    ).candidate.license.id;
  const full = { times_activated: 2 };

  it('is the one that the device is bound to', () => {
    expect(choose([licenseOf({ id: 1 }), undefined], [licenseOf({ id: 2 }), deviceOf()])).toBe(2);
  });

  it('is otherwise the newest that can be activated', () => {
    expect(
      choose([licenseOf({ id: 1, ...full }), undefined], [licenseOf({ id: 2 }), undefined]),
    ).toBe(2);
    expect(choose([licenseOf({ id: 1 }), undefined], [licenseOf({ id: 2 }), undefined])).toBe(1);
  });

  it('is the newest, with its error, when none can be activated', () => {
    const disabled = licenseOf({ enabled: false });
    expect(codeOf(() => choose([licenseOf(full), undefined], [disabled, undefined]))).toBe(
      'license_activated_max_times',
    );
    expect(codeOf(() => choose([disabled, undefined], [licenseOf(full), undefined]))).toBe(
      'license_not_enabled',
    );
  });

  it('is undefined when there are none', () => {
    expect(codeOf(() => choose())).toBe('license_not_found');
  });
});

describe('days of validity', () => {
  const inDays = (days: number) => hoursAgo(-24 * days);

  it('begin with the activation, or with the start of the license if that is later', () => {
    expect(endFromActivation(licenseOf({ valid_days: 30 }), now)).toEqual(inDays(30));
    const started = licenseOf({ valid_days: 30, starts_at: hoursAgo(1) });
    expect(endFromActivation(started, now)).toEqual(inDays(30));
    const later = licenseOf({ valid_days: 30, starts_at: inDays(5) });
    expect(endFromActivation(later, now)).toEqual(inDays(35));
  });

  it('set no end when there is one, or when there are none', () => {
    const ended = licenseOf({ valid_days: 30, valid_until: now });
    expect(endFromActivation(ended, now)).toBeUndefined();
    expect(endFromActivation(licenseOf(), now)).toBeUndefined();
  });
});
