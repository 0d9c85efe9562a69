import { describe, expect, it } from '@jest/globals';
import {
  assertHoldersFit,
  assertRoomForUsers,
  assertRoomForWhatIs,
  assertTermsFit,
  type Terms,
} from '../../src/rules/issued-license.ts';

const END = new Date('2030-01-01T00:00:00.000Z');

const plain: Terms = {
  customerId: null,
  orderStoreId: 'order',
  type: 'perpetual',
  isTrial: false,
  enabled: true,
  validUntil: null,
  maintenanceUntil: null,
  graceHours: 0,
  maxActivations: 1,
  maxTransfers: 0,
  maxLicenseUsers: null,
  customFields: [],
  metadata: {},
  note: '',
};

describe('terms fit', () => {
  it.each<[string, Partial<Terms>]>([
    ['a perpetual license without an end', {}],
    ['a trial with one, whatever its type', { isTrial: true, validUntil: END }],
    ['a time-limited license with one', { type: 'time-limited', validUntil: END }],
    ['a subscription without one', { type: 'subscription' }],
    ['a subscription with grace', { type: 'subscription', validUntil: END, graceHours: 72 }],
    ['a limit of users', { maxLicenseUsers: 3 }],
  ])('%s', (_, over) => {
    expect(() => assertTermsFit({ ...plain, ...over }, 'user')).not.toThrow();
  });

  it.each<[string, Partial<Terms>, string]>([
    ['time-limited, for ever', { type: 'time-limited' }, 'valid_until'],
    ['a trial, for ever', { isTrial: true }, 'valid_until'],
    ['perpetual, with an end', { validUntil: END }, 'valid_until'],
    ['grace for what is no subscription', { graceHours: 1 }, 'grace_hours'],
    ['a limit of users, under a key', { maxLicenseUsers: 3 }, 'max_license_users'],
  ])('but not %s', (_, over, field) => {
    expect(() => assertTermsFit({ ...plain, ...over }, 'license-key')).toThrow(
      expect.objectContaining({
        code: 'validation_error',
        message: expect.stringContaining(`body.${field}: `),
      }),
    );
  });
});

describe('holders fit their product', () => {
  it.each([
    ['user', { license_key: 'K' }, 'license_key'],
    ['license-key', { users: [] }, 'users'],
  ] as const)('and a product of kind %s has no other: %j', (method, holders, field) => {
    const product = { authorizationMethod: method, code: 'desktop' };
    expect(() => assertHoldersFit({}, product)).not.toThrow();
    expect(() => assertHoldersFit(holders, product)).toThrow(`body.${field}: licenses of desktop`);
  });
});

describe('there is room', () => {
  it('for as many users as a license allows', () => {
    const terms = { ...plain, maxLicenseUsers: 2 };
    expect(() => assertRoomForUsers(terms, 2)).not.toThrow();
    expect(() => assertRoomForUsers(terms, 3)).toThrow(
      expect.objectContaining({ code: 'license_users_max' }),
    );
    expect(() => assertRoomForUsers(plain, 1_000)).not.toThrow();
  });

  it('for the devices and the users that a license has', () => {
    const used = { timesActivated: 3, userCount: 2 };
    const limits = (maxActivations: number | null, maxLicenseUsers: number | null) => () =>
      assertRoomForWhatIs({ ...used, maxActivations, maxLicenseUsers });
    expect(limits(3, 2)).not.toThrow();
    expect(limits(null, null)).not.toThrow();
    expect(limits(2, null)).toThrow('3 device(s) are bound. Release 1 first.');
    expect(limits(null, 1)).toThrow('2 user(s) are assigned. Unassign 1 first.');
  });
});
