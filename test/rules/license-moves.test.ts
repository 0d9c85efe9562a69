import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultsOf } from '../../src/contract/defaults.ts';
import { decideActivation, endFromActivation } from '../../src/rules/activation.ts';
import { ApiError, type ErrorCode } from '../../src/rules/errors.ts';
import { findInvalidTerm } from '../../src/rules/issued-license.ts';
import { chooseBound, refusalsByOperation } from '../../src/rules/license-states.ts';
import type { Terms } from '../../src/rules/license-terms.ts';
import { type Device, isExpired, type License } from '../../src/rules/license.ts';
import { renewed, type Slot } from '../../src/rules/slots.ts';
import { withoutTrialEnd } from '../../src/rules/trial.ts';
import { deviceOf, licenseOf } from '../support/licenses.ts';
import { rounds } from '../support/long.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2027, 0, 1);
/** One slot for each device, free after an hour of silence. */
const POOL = { slots: null, timeout: 60 };

/**
 * What each event may change in what operations answer on a device: the refusals that it brings, and those that it ends.
 * A license stores no state. It is what the rules say of its terms, its devices and the time.
 */
const moves: Record<
  Event['kind'],
  { readonly brings: readonly string[]; readonly ends: readonly string[] }
> = {
  wait: { brings: ['license_expired', 'floating_not_available'], ends: [] },
  activate: {
    // The days of a license count from its first activation, and may have begun with its start.
    brings: [],
    ends: ['device_not_found', 'license_not_active', 'active_license_required'],
  },
  check: { brings: [], ends: ['floating_not_available'] },
  deactivate: {
    brings: ['device_not_found', 'license_not_active', 'active_license_required'],
    ends: [],
  },
  disable: { brings: ['license_not_enabled', 'active_license_required'], ends: [] },
  enable: { brings: [], ends: ['license_not_enabled', 'active_license_required'] },
  blacklist: { brings: ['blacklisted'], ends: [] },
  // What depends on the terms. Only a subscription is active without a device.
  change: {
    brings: [
      'license_expired',
      'license_not_active',
      'active_license_required',
      'license_not_consumption',
      'license_borrow_not_allowed',
      'floating_not_available',
    ],
    ends: [
      'license_expired',
      'license_not_active',
      'active_license_required',
      'license_not_consumption',
      'license_borrow_not_allowed',
      'floating_not_available',
    ],
  },
};

/** How far a license is for a device that it does not know: time moves it on, and never back. */
const stages = ['not started', 'open', 'ended'] as const;

type Event =
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'activate' | 'deactivate' | 'check' | 'blacklist'; readonly device: number }
  | { readonly kind: 'enable' | 'disable' }
  | { readonly kind: 'change'; readonly terms: Partial<Terms> };

interface State {
  readonly license: License;
  readonly devices: ReadonlyMap<number, Device>;
  readonly slots: ReadonlyMap<number, Slot>;
  readonly now: Date;
}

const anyDevice = fc.integer({ min: 0, max: 2 });
const anyTime = fc.option(
  fc.integer({ min: -100, max: 900 }).map((hours) => new Date(START + hours * HOUR)),
);
const anyTerms = fc
  .record({
    license_type: fc.constantFrom(
      ...(['perpetual', 'time-limited', 'subscription', 'consumption'] as const),
    ),
    is_trial: fc.boolean(),
    starts_at: anyTime,
    valid_until: anyTime,
    valid_days: fc.option(fc.integer({ min: 1, max: 20 })),
    grace_hours: fc.integer({ min: 0, max: 72 }),
    max_activations: fc.option(fc.integer({ min: 1, max: 3 })),
    allow_transfers: fc.boolean(),
    max_transfers: fc.integer({ min: 0, max: 2 }),
    floating: fc.boolean(),
    can_borrow: fc.boolean(),
  })
  // Grace hours without a subscription, and the like: the vendor cannot store them.
  .filter((terms) => isStorable(terms));

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait'), hours: fc.integer({ min: 1, max: 400 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('activate', 'activate', 'check', 'deactivate'),
      device: anyDevice,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('enable', 'disable') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('blacklist'), device: anyDevice }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change'), terms: anyTerms }) },
);

function isStorable(terms: Partial<Terms>): boolean {
  return findInvalidTerm({ ...defaultsOf('NewLicense'), ...terms }, 'user') === undefined;
}

function begin(terms: Partial<Terms>): State {
  const license = licenseOf({ times_activated: 0, ...terms });
  return { license, devices: new Map(), slots: new Map(), now: new Date(START) };
}

/** The license after an event. What the rules refuse changes nothing. */
function after(state: State, event: Event): State {
  const { license, devices, slots, now } = state;
  switch (event.kind) {
    case 'wait':
      return { ...state, now: new Date(now.getTime() + event.hours * HOUR) };
    case 'enable':
    case 'disable':
      return { ...state, license: { ...license, enabled: event.kind === 'enable' } };
    case 'change': {
      const named = { ...license, ...withoutTrialEnd(license, event.terms) };
      const end = named.times_activated > 0 ? endFromActivation(named, now) : undefined;
      const changed = { ...named, valid_until: end ?? named.valid_until };
      const isFull = license.times_activated > (changed.max_activations ?? Infinity);
      return isFull || !isStorable(changed) ? state : { ...state, license: changed };
    }
    case 'activate':
      return activated(state, event.device);
    case 'check': {
      const known = slots.get(event.device);
      if (outcome(state, 'checkLicense', event.device) !== 'answered') return state;
      return { ...state, slots: adding(slots, event.device, renewed(POOL, known, now)) };
    }
    case 'deactivate': {
      const device = devices.get(event.device);
      if (device?.active !== true) return state;
      const vacated = { ...device, active: false, vacated: true };
      const counts = {
        times_activated: license.times_activated - 1,
        vacated_seats: license.vacated_seats + 1,
      };
      return {
        ...state,
        license: { ...license, ...counts },
        devices: adding(devices, event.device, vacated),
        slots: new Map([...slots].filter(([name]) => name !== event.device)),
      };
    }
    case 'blacklist': {
      const device = devices.get(event.device);
      if (device === undefined) return state;
      return {
        ...state,
        devices: adding(devices, event.device, { ...device, blacklisted: true }),
      };
    }
  }
}

function activated(state: State, name: number): State {
  const { license, devices, now } = state;
  const device = devices.get(name);
  const decision = decideActivation(license, device, now);
  if (decision.outcome !== 'bind') return state;
  const isRetaken = device?.vacated === true || decision.isTransfer;
  const giver = decision.isTransfer
    ? [...devices].find(([, one]) => one.vacated && !one.active)?.[0]
    : undefined;
  const others = [...devices].map(
    ([one, known]) => [one, one === giver ? { ...known, vacated: false } : known] as const,
  );
  return {
    ...state,
    license: {
      ...license,
      times_activated: license.times_activated + 1,
      transfer_count: license.transfer_count + Number(decision.isTransfer),
      vacated_seats: license.vacated_seats - Number(isRetaken),
      valid_until: endFromActivation(license, now) ?? license.valid_until,
    },
    devices: adding(new Map(others), name, deviceOf({ id: name })),
  };
}

function adding<Value>(map: ReadonlyMap<number, Value>, name: number, value: Value) {
  return new Map([...map, [name, value]]);
}

/** Which refusals apply to an operation on a device. It says again what the rules say, by other means. */
function applyingTo(state: State, operation: string, name: number) {
  const { license, devices, slots, now } = state;
  const { license_type: type, valid_until: until, grace_hours: grace } = license;
  const device = devices.get(name);
  const isUsed = type === 'subscription' || [...devices.values()].some(({ active }) => active);
  const end = (until?.getTime() ?? Infinity) + (type === 'subscription' ? grace * HOUR : 0);
  const canBorrow = license.can_borrow && (license.floating || operation !== 'borrowSlot');
  const hasSlot = (slots.get(name)?.held_until.getTime() ?? 0) > now.getTime();
  return {
    license_not_enabled: !license.enabled,
    license_not_active: !isUsed,
    active_license_required: !license.enabled || !isUsed,
    license_not_consumption: type !== 'consumption',
    license_expired: (type !== 'perpetual' || license.is_trial) && end < now.getTime(),
    license_borrow_not_allowed: !canBorrow,
    device_not_found: device?.active !== true,
    blacklisted: device?.blacklisted === true,
    floating_not_available: !license.floating || !hasSlot,
  } as Partial<Record<ErrorCode, boolean>>;
}

/** What an operation answers on a device: `answered`, or the code of its refusal. */
function outcome(state: State, operation: string, name: number): ErrorCode | 'answered' {
  const { license, devices, slots, now } = state;
  const candidate = { license, device: devices.get(name), slot: slots.get(name) };
  try {
    const asked = { borrowedUntil: null };
    chooseBound(operation as Parameters<typeof chooseBound>[0], [candidate], '', now, asked);
    return 'answered';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

/** The stage of a license, by what a device is told that it does not know. It has a free seat, and is not disabled. */
function stageOf({ license, now }: State): number {
  const free = { ...license, enabled: true, max_activations: null };
  const decision = decideActivation(free, undefined, now);
  if (decision.outcome !== 'refuse') return stages.indexOf('open');
  if (decision.code === 'license_not_started') return stages.indexOf('not started');
  if (['license_expired', 'trial_expired'].includes(decision.code)) return stages.indexOf('ended');
  // No transfer is allowed: the license is open all the same.
  expect(decision.code).toBe('license_transferred_max_times');
  return stages.indexOf('open');
}

/** Looks at each operation on each device. @returns what is wrong */
function everywhere(
  look: (operation: string, codes: readonly ErrorCode[], device: number) => string[],
): string[] {
  return Object.entries(refusalsByOperation).flatMap(([operation, codes]) =>
    [0, 1, 2].flatMap((device) => look(operation, codes, device)),
  );
}

/** Runs any license through any events, and looks at each step. */
function always(
  look: (before: State, event: Event, now: State) => void,
  { events = anyEvent, most = 25, runs = 50 } = {},
): void {
  fc.assert(
    fc.property(anyTerms, fc.array(events, { maxLength: most, size: 'max' }), (terms, sequence) => {
      let state = begin(terms);
      for (const event of sequence) {
        const next = after(state, event);
        look(state, event, next);
        state = next;
      }
    }),
    { numRuns: rounds(runs, 30 * runs) },
  );
}

describe('a license, over any sequence of events', () => {
  it('gets only the refusals that an event brings, and loses only those that it ends', () => {
    always((before, event, now) => {
      const { brings, ends } = moves[event.kind];
      const wrong = everywhere((operation, codes, device) => {
        // The earlier a refusal stands in the row of an operation, the more refusals it hides.
        const order: readonly string[] = [...codes, 'answered'];
        const [was, is] = [outcome(before, operation, device), outcome(now, operation, device)];
        const by = order.indexOf(is) - order.indexOf(was);
        const isMove = by === 0 || (by < 0 ? brings.includes(is) : ends.includes(was));
        return isMove && order.includes(is) ? [] : [`${operation}: ${was}, ${is}`];
      });
      expect(wrong).toEqual([]);
    });
  });

  it('answers with the first refusal of the row that applies, and answers when none does', () => {
    always((_, __, now) => {
      const wrong = everywhere((operation, codes, device) => {
        const applying = applyingTo(now, operation, device);
        const first = codes.find((code) => applying[code]) ?? 'answered';
        const is = outcome(now, operation, device);
        return is === first ? [] : [`${operation}: ${is}, not ${first}`];
      });
      expect(wrong).toEqual([]);
    });
  });

  it('is moved on by time, and never back', () => {
    always((before, event, now) => {
      const [was, is] = [stageOf(before), stageOf(now)];
      if (event.kind === 'wait') expect(is).toBeGreaterThanOrEqual(was);
      // Only time and the vendor move a license on. A first activation sets the end, which is still to come.
      else if (event.kind !== 'change') expect(is).toBe(was);
    });
  });

  it('gets an end from its first activation once, and keeps it whoever activates it again', () => {
    always((before, event, now) => {
      const { times_activated: inUse, valid_days: days, valid_until: end } = now.license;
      if (inUse > 0 && days !== null) expect(end).not.toBeNull();
      if (event.kind === 'change') return;
      const [was, is] = [before.license.valid_until, now.license.valid_until];
      if (was !== null || event.kind !== 'activate') expect(is).toEqual(was);
      if (is !== was) {
        expect(before.license.times_activated).toBe(0);
        expect(isExpired(now.license, now.now)).toBe(false);
      }
    });
  });

  it('has as many active devices as it counts, and never more than it allows', () => {
    always((_, __, { license, devices }) => {
      const of = [...devices.values()];
      expect(of.filter(({ active }) => active)).toHaveLength(license.times_activated);
      expect(of.filter(({ vacated }) => vacated)).toHaveLength(license.vacated_seats);
      expect(license.times_activated).toBeLessThanOrEqual(license.max_activations ?? Infinity);
    });
  });

  it('moves to other devices as often as it allows, if its devices are limited', () => {
    const events = fc.record({
      kind: fc.constantFrom('activate', 'activate', 'deactivate'),
      device: anyDevice,
    });
    const isMoved = (before: State, now: State) =>
      now.license.transfer_count > before.license.transfer_count;
    const look = (before: State, _: Event, now: State) => {
      const { allow_transfers, max_activations, max_transfers, transfer_count } = now.license;
      if (!isMoved(before, now)) return;
      expect(allow_transfers).toBe(true);
      if (max_activations !== null && max_transfers > 0) {
        expect(transfer_count).toBeLessThanOrEqual(max_transfers);
      }
    };
    always(look, { events, most: 60, runs: 300 });
  });
});
