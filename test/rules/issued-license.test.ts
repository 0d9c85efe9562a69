import { describe, expect, it } from '@jest/globals';
import { defaultsOf } from '../../src/contract/defaults.ts';
import {
  assertHoldersFit,
  assertRoomForUsers,
  assertLimitsFit,
  assertTermsFit,
} from '../../src/rules/issued-license.ts';
import type { Meter } from '../../src/rules/consumption.ts';
import type { Terms } from '../../src/rules/license-terms.ts';

const END = new Date('2030-01-01T00:00:00.000Z');

const plain: Terms = { ...defaultsOf('NewLicense'), order_store_id: 'order' };

const meter: Meter = {
  max_consumptions: 0,
  allow_negative_consumptions: true,
  allow_overages: true,
  max_overages: 1,
  consumption_period: 'daily',
};

describe('assertTermsFit', () => {
  it.each<[string, Partial<Terms>]>([
    ['a perpetual license without an end', {}],
    ['a trial with an end, whatever its type', { is_trial: true, valid_until: END }],
    ['a time-limited license with an end', { license_type: 'time-limited', valid_until: END }],
    ['a subscription without an end', { license_type: 'subscription' }],
    [
      'a subscription with grace hours',
      { license_type: 'subscription', valid_until: END, grace_hours: 72 },
    ],
    ['a limit of users', { max_license_users: 3 }],
    ['slots, as many as devices', { floating: true, floating_users: 3, max_activations: 3 }],
    [
      'slots without a limit of devices',
      { floating: true, floating_users: 3, max_activations: null },
    ],
    ['a floating license without numbers', { floating: true, can_borrow: true }],
    ['a counter without limits', { license_type: 'consumption' }],
    ['a counter with everything', { ...meter, license_type: 'consumption' }],
  ])('accepts %s', (_, over) => {
    expect(() => assertTermsFit({ ...plain, ...over }, 'user')).not.toThrow();
  });

  it.each<[string, Partial<Terms>, string]>([
    ['a time-limited license without an end', { license_type: 'time-limited' }, 'valid_until'],
    ['a trial without an end', { is_trial: true }, 'valid_until'],
    ['a perpetual license with an end', { valid_until: END }, 'valid_until'],
    ['grace hours without a subscription', { grace_hours: 1 }, 'grace_hours'],
    ...Object.entries(meter).map(([name, value]): [string, Partial<Terms>, string] => [
      `${name} without the type consumption`,
      { [name]: value },
      name,
    ]),
    ['more slots than devices', { floating: true, floating_users: 2 }, 'floating_users'],
    ['slots of a license that is not floating', { floating_users: 1 }, 'floating_users'],
    ['their timeout', { floating_timeout: 1 }, 'floating_timeout'],
    ['a limit of users with a license key', { max_license_users: 3 }, 'max_license_users'],
  ])('refuses %s', (_, over, field) => {
    expect(() => assertTermsFit({ ...plain, ...over }, 'license-key')).toThrow(
      expect.objectContaining({
        code: 'validation_error',
        message: expect.stringContaining(`body.${field}: `),
      }),
    );
  });
});

describe('the holder of a license', () => {
  it.each([
    ['user', { license_key: 'K' }, 'license_key'],
    ['license-key', { users: [] }, 'users'],
  ] as const)('of a product with the method %s cannot be %j', (method, holders, field) => {
    const product = { authorization_method: method, code: 'desktop' };
    expect(() => assertHoldersFit({}, product)).not.toThrow();
    expect(() => assertHoldersFit(holders, product)).toThrow(
      `body.${field}: licenses of the product desktop`,
    );
  });
});

describe('the limits of a license', () => {
  it('allow no more users than max_license_users', () => {
    const terms = { ...plain, max_license_users: 2 };
    expect(() => assertRoomForUsers(terms, 2)).not.toThrow();
    expect(() => assertRoomForUsers(terms, 3)).toThrow(
      expect.objectContaining({ code: 'license_users_max' }),
    );
    expect(() => assertRoomForUsers(plain, 1_000)).not.toThrow();
  });

  it('cannot be below the devices and users that it has', () => {
    const used = { times_activated: 3, user_count: 2 };
    const limits = (maxActivations: number | null, maxLicenseUsers: number | null) => () =>
      assertLimitsFit({
        ...used,
        max_activations: maxActivations,
        max_license_users: maxLicenseUsers,
      });
    expect(limits(3, 2)).not.toThrow();
    expect(limits(null, null)).not.toThrow();
    expect(limits(2, null)).toThrow('3 device(s) are active. Release 1 first.');
    expect(limits(null, 1)).toThrow('2 user(s) are assigned. Unassign 1 first.');
  });
});
