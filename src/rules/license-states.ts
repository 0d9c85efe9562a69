import { borrowFault } from './borrow.ts';
import { ApiError, type ErrorCode } from './errors.ts';
import { isFeatureExpired } from './license-feature.ts';
import {
  BLACKLISTED,
  type Candidate,
  type Device,
  DEVICE_NOT_FOUND,
  expiredMessage,
  isActive,
  isExpired,
  isInUse,
  refusalOf,
} from './license.ts';
import { isHeld } from './slots.ts';

/** A license, and its device that a request names. */
export type Bound = Candidate & { readonly device: Device };

/** What a request asks for, of what an operation may require. */
interface Asked {
  /** The code of a feature. */
  readonly feature?: string;
  /** Until when a slot is borrowed, as the request says it. */
  readonly borrowedUntil?: string | null;
}

/** Something that an operation may require of a license, its device and the request. */
interface State {
  /** The code and the message of the refusal when it does not hold. */
  readonly code: ErrorCode;
  readonly message: string | ((candidate: Candidate, now: Date, asked: Asked) => string);
  readonly holds: (candidate: Candidate, now: Date, asked: Asked) => boolean;
}

/** What an operation may require, and how it refuses what is otherwise. */
const states = {
  active: {
    code: 'license_not_active',
    message: 'The license is not active.',
    holds: ({ license }) => isInUse(license),
  },
  enabled: {
    code: 'license_not_enabled',
    message: 'The license is not enabled.',
    holds: ({ license }) => license.enabled,
  },
  'active and enabled': {
    code: 'active_license_required',
    message: 'An active license is required.',
    holds: ({ license }) => isActive(license),
  },
  consumption: {
    code: 'license_not_consumption',
    message: 'The license is not of the type consumption.',
    holds: ({ license }) => license.license_type === 'consumption',
  },
  device: {
    code: 'device_not_found',
    message: DEVICE_NOT_FOUND,
    holds: ({ device }) => device?.active === true,
  },
  'own device': {
    code: 'device_not_found',
    message: 'An active device matching the hardware_id was not found.',
    // An imported device may have no user. Any user of the license may then have it.
    holds: ({ license: { assignment }, device }) =>
      device?.active === true &&
      (assignment === null || [null, assignment.license_user_id].includes(device.license_user_id)),
  },
  'not blacklisted': {
    code: 'blacklisted',
    message: BLACKLISTED,
    holds: ({ device }) => device?.blacklisted !== true,
  },
  borrowing: {
    code: 'license_borrow_not_allowed',
    message: 'License does not allow borrowing.',
    holds: ({ license }) => license.can_borrow,
  },
  'floating borrowing': {
    code: 'license_borrow_not_allowed',
    message: 'License does not allow borrowing.',
    holds: ({ license }) => license.floating && license.can_borrow,
  },
  'end of a borrow': {
    code: 'borrow_until_not_valid',
    message: ({ license }, now, { borrowedUntil = '' }) =>
      `Borrow until field is not valid: ${borrowFault(license, borrowedUntil, now) ?? ''}`,
    holds: ({ license }, now, { borrowedUntil = '' }) =>
      borrowFault(license, borrowedUntil, now) === undefined,
  },
  // One that the license does not have is refused with a code of its own, by `requireFeature`.
  'floating feature': {
    code: 'feature_not_floating',
    message: (_, __, { feature = '' }) => `The feature ${feature} is not floating.`,
    holds: ({ license }, now, { feature }) =>
      license.features.every(
        (one) => one.code !== feature || one.floating || isFeatureExpired(one, now),
      ),
  },
  slot: {
    code: 'floating_not_available',
    message: 'The device holds no slot of a floating license.',
    holds: ({ license, slot }, now) => license.floating && isHeld(slot, now),
  },
  'not expired': {
    code: 'license_expired',
    message: ({ license }) => expiredMessage(license),
    holds: ({ license }, now) => !isExpired(license, now),
  },
} as const satisfies Record<string, State>;

/** What operations require, in the order in which they refuse (docs/pages/decisions.md#states-of-a-license). */
const requirements = {
  checkLicense: ['enabled', 'active', 'device', 'not blacklisted'],
  checkLicenseFeature: ['enabled', 'active', 'device', 'not blacklisted'],
  addConsumption: ['active', 'enabled', 'consumption', 'device', 'not blacklisted', 'not expired'],
  addFeatureConsumption: ['active', 'enabled', 'device', 'not blacklisted', 'not expired'],
  releaseSlot: ['active', 'enabled', 'own device', 'not blacklisted', 'slot'],
  borrowSlot: [
    'active',
    'enabled',
    'not expired',
    'floating borrowing',
    'end of a borrow',
    'own device',
    'not blacklisted',
  ],
  releaseFeatureSlot: ['active', 'enabled', 'own device', 'not blacklisted', 'floating feature'],
  borrowFeatureSlot: [
    'active',
    'enabled',
    'not expired',
    'floating feature',
    'borrowing',
    'end of a borrow',
    'own device',
    'not blacklisted',
  ],
  trackDeviceVariables: ['active', 'enabled', 'device', 'not blacklisted'],
  getDeviceVariables: ['active', 'enabled', 'device', 'not blacklisted'],
  listVersions: ['active and enabled', 'device', 'not blacklisted'],
  getInstallationFile: ['active and enabled', 'device', 'not blacklisted'],
} as const satisfies Record<string, readonly (keyof typeof states)[]>;

/** The error codes of what each operation requires, in the order in which it refuses. */
export const refusalsByOperation: Readonly<Record<string, readonly ErrorCode[]>> =
  Object.fromEntries(
    Object.entries(requirements).map(([operation, names]) => [
      operation,
      names.map((name) => states[name].code),
    ]),
  );

/**
 * Chooses the license that an operation uses on a device: the one on which the device is active, else the first.
 * @param candidates newest first
 * @param absent the message when there are none
 * @throws ApiError license_not_found when there are none; the codes of `refusalsByOperation`
 */
export function chooseBound(
  operation: keyof typeof requirements,
  candidates: readonly Candidate[],
  absent: string,
  now: Date,
  asked: Asked = {},
): Bound {
  const chosen = candidates.find(({ device }) => device?.active === true) ?? candidates[0];
  if (chosen === undefined) throw new ApiError('license_not_found', absent);
  for (const name of requirements[operation]) {
    const { code, message, holds }: State = states[name];
    if (holds(chosen, now, asked)) continue;
    throw refusalOf(
      chosen,
      code,
      typeof message === 'string' ? message : message(chosen, now, asked),
    );
  }
  return chosen as Bound;
}
