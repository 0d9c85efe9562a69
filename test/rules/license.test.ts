import { describe, expect, it } from '@jest/globals';
import { defaultsOf } from '../../src/contract/defaults.ts';
import {
  type Activation,
  findActivatedOn,
  chooseActivation,
  decideActivation,
  endFromActivation,
  type Device,
  isActive,
  isExpired,
  type License,
  MOST_DEVICES,
} from '../../src/rules/license.ts';
import { ApiError } from '../../src/rules/errors.ts';

const now = new Date('2026-06-15T12:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

function license(over: Partial<License> = {}): License {
  return {
    ...defaultsOf('NewLicense'),
    id: 1,
    order_store_id: 'order',
    license_key: 'KEY',
    assignment: null,
    license_type: 'time-limited',
    max_activations: 2,
    times_activated: 1,
    transfer_count: 0,
    vacated_seats: 0,
    total_consumptions: 0,
    counted_at: null,
    customer: null,
    ...over,
  };
}

function device(over: Partial<Device> = {}): Device {
  return {
    id: 7,
    license_id: 1,
    active: true,
    blacklisted: false,
    vacated: false,
    license_user_id: null,
    last_seen_at: null,
    ...over,
  };
}

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

describe('a license expires', () => {
  it('never without an end', () => {
    expect(isExpired(license(), now)).toBe(false);
  });

  it('after its end, and not at that time', () => {
    expect(isExpired(license({ valid_until: now }), now)).toBe(false);
    expect(isExpired(license({ valid_until: hoursAgo(0.001) }), now)).toBe(true);
  });

  it('never when it is perpetual, unless it is a trial', () => {
    const past = { license_type: 'perpetual', valid_until: hoursAgo(1) } as const;
    expect(isExpired(license(past), now)).toBe(false);
    expect(isExpired(license({ ...past, is_trial: true }), now)).toBe(true);
  });

  it('after its grace hours when it is a subscription', () => {
    const grace = { valid_until: hoursAgo(5), grace_hours: 6 };
    expect(isExpired(license({ ...grace, license_type: 'subscription' }), now)).toBe(false);
    expect(
      isExpired(license({ ...grace, license_type: 'subscription', grace_hours: 4 }), now),
    ).toBe(true);
    expect(isExpired(license({ ...grace, license_type: 'time-limited' }), now)).toBe(true);
  });
});

describe('days of validity', () => {
  const inDays = (days: number) => hoursAgo(-24 * days);

  it('begin with the activation, or with the start of the license if that is later', () => {
    expect(endFromActivation(license({ valid_days: 30 }), now)).toEqual(inDays(30));
    const started = license({ valid_days: 30, starts_at: hoursAgo(1) });
    expect(endFromActivation(started, now)).toEqual(inDays(30));
    const later = license({ valid_days: 30, starts_at: inDays(5) });
    expect(endFromActivation(later, now)).toEqual(inDays(35));
  });

  it('set no end when there is one, or when there are none', () => {
    const ended = license({ valid_days: 30, valid_until: now });
    expect(endFromActivation(ended, now)).toBeUndefined();
    expect(endFromActivation(license(), now)).toBeUndefined();
  });
});

describe('a license is active', () => {
  it('once a device is bound to it', () => {
    expect(isActive(license({ times_activated: 1 }))).toBe(true);
    expect(isActive(license({ times_activated: 0 }))).toBe(false);
  });

  it('from its creation as a subscription', () => {
    expect(isActive(license({ times_activated: 0, license_type: 'subscription' }))).toBe(true);
  });

  it('never while it is disabled', () => {
    expect(isActive(license({ enabled: false, license_type: 'subscription' }))).toBe(false);
  });
});

describe('an activation', () => {
  const decide = (over: Partial<License>, known?: Device) =>
    outcome(decideActivation(license(over), known, now));

  it('binds a device while there are seats', () => {
    expect(decide({ times_activated: 1 })).toBe('bind');
    expect(decide({ times_activated: 2 })).toBe('license_activated_max_times');
    expect(decide({ times_activated: 2, max_activations: null })).toBe('bind');
  });

  it('keeps the seat of a bound device, also on a full license', () => {
    expect(decide({ times_activated: 2 }, device())).toBe('keep');
  });

  it('binds a known device again after it gave its seat back', () => {
    expect(decide({}, device({ active: false }))).toBe('bind');
  });

  it('is refused for a disabled or expired license, also for a bound device', () => {
    expect(decide({ enabled: false }, device())).toBe('license_not_enabled');
    expect(decide({ valid_until: hoursAgo(1) }, device())).toBe('license_expired');
    expect(decide({}, device({ blacklisted: true }))).toBe('blacklisted');
    expect(decide({}, device({ blacklisted: true, active: false }))).toBe('blacklisted');
    const soon = { starts_at: hoursAgo(-1) };
    expect(decide(soon)).toBe('license_not_started');
    expect(decide(soon, device())).toBe('keep');
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
          license({ max_activations: null, times_activated: timesActivated }),
          undefined,
          now,
        ),
      );
    expect(unlimited(MOST_DEVICES - 1)).toBe('bind');
    expect(unlimited(MOST_DEVICES)).toBe('license_activated_max_times');
  });

  it('counts as a transfer when another device gave its seat back', () => {
    const decided = decideActivation(license({ vacated_seats: 1 }), undefined, now);
    expect(decided).toEqual({ outcome: 'bind', isTransfer: true });
    const back = decideActivation(
      license({ vacated_seats: 1 }),
      device({ active: false, vacated: true }),
      now,
    );
    expect(back).toEqual({ outcome: 'bind', isTransfer: false });
  });

  it('is refused above the number of transfers, unless devices are unlimited', () => {
    const moved = { vacated_seats: 1, max_transfers: 1, transfer_count: 1 };
    expect(decide(moved)).toBe('license_transferred_max_times');
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
    expect(choose([license({ id: 1 }), undefined], [license({ id: 2 }), device()])).toBe(2);
  });

  it('is otherwise the newest that can be activated', () => {
    expect(choose([license({ id: 1, ...full }), undefined], [license({ id: 2 }), undefined])).toBe(
      2,
    );
    expect(choose([license({ id: 1 }), undefined], [license({ id: 2 }), undefined])).toBe(1);
  });

  it('is the newest, with its error, when none can be activated', () => {
    const disabled = license({ enabled: false });
    expect(codeOf(() => choose([license(full), undefined], [disabled, undefined]))).toBe(
      'license_activated_max_times',
    );
    expect(codeOf(() => choose([disabled, undefined], [license(full), undefined]))).toBe(
      'license_not_enabled',
    );
  });

  it('is undefined when there are none', () => {
    expect(codeOf(() => choose())).toBe('license_not_found');
  });
});

describe('a deactivation', () => {
  it('applies to the license that the device is bound to', () => {
    const found = findActivatedOn(
      [
        { license: license({ id: 1 }), device: device({ active: false }) },
        { license: license({ id: 2 }), device: device() },
      ],
      'none',
    );
    expect(found.license.id).toBe(2);
  });
});
