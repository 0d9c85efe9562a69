import type { Counter } from './consumption.ts';
import type { CustomerWithAccount } from './customer.ts';
import { ApiError, type ErrorCode } from './errors.ts';
import { boolean, nullable, number, time, type Values } from './fields.ts';
import type { Terms } from './license-terms.ts';
import { licenseUserFields } from './license-user.ts';

/** The fields of a license user that applications get. */
const { email, first_name, last_name, phone_number, is_initial_password } = licenseUserFields;
export const assignedUserFields = {
  email,
  first_name,
  last_name,
  phone_number,
  is_initial_password,
};

/** The assignment of a license user to a license. */
export interface Assignment extends Values<typeof assignedUserFields> {
  readonly license_user_id: number;
  /** The maximum number of active devices of this user; null for no limit. */
  readonly max_activations: number | null;
  readonly total_activations: number;
}

export interface License extends Terms, Counter {
  readonly id: number;
  /** null for licenses of user products. */
  readonly license_key: string | null;
  /** The assignment of the user in question; null for licenses of license-key products. */
  readonly assignment: Assignment | null;
  readonly times_activated: number;
  readonly transfer_count: number;
  /** The number of seats that were given back and not taken again. */
  readonly vacated_seats: number;
  readonly customer: CustomerWithAccount | null;
}

/** The fields of a device that activations need. The device is, or was, active on the license. */
export const deviceStateFields = {
  id: number,
  license_id: number,
  active: boolean,
  /** True when the vendor refuses it. */
  blacklisted: boolean,
  /** True when its seat was given back and not taken again. */
  vacated: boolean,
  license_user_id: nullable(number),
  /** The hour in which its application last activated or checked it; null when it never did so here. */
  last_seen_at: nullable(time),
};

export type Device = Values<typeof deviceStateFields>;

const HOUR = 3_600_000;
/** The message for a device that the vendor refuses. */
export const BLACKLISTED = 'This device is blacklisted.';

/** The maximum number of devices of a license without a limit, so that an application cannot fill the disk. */
export const MOST_DEVICES = 100_000;

/** True after the end of a license and its grace hours. Perpetual licenses do not expire. */
export function isExpired(
  license: Pick<License, 'license_type' | 'is_trial' | 'valid_until' | 'grace_hours'>,
  now: Date,
): boolean {
  if (license.license_type === 'perpetual' && !license.is_trial) return false;
  if (license.valid_until === null) return false;
  const grace = license.license_type === 'subscription' ? license.grace_hours * HOUR : 0;
  return license.valid_until.getTime() + grace < now.getTime();
}

/** True when a license is enabled and in use. */
export function isActive(license: License): boolean {
  return license.enabled && isInUse(license);
}

/** True for a subscription from its creation, and for other licenses while they have an active device. */
export function isInUse(license: Pick<License, 'license_type' | 'times_activated'>): boolean {
  return license.license_type === 'subscription' || license.times_activated > 0;
}

/** The end of a license that is valid for some days from its first activation; undefined when it has none of that kind. */
export function endFromActivation(license: License, now: Date): Date | undefined {
  if (license.valid_until !== null || license.valid_days === null) return undefined;
  const from = Math.max(now.getTime(), license.starts_at?.getTime() ?? 0);
  return new Date(from + license.valid_days * 24 * HOUR);
}

/** The result of an activation. */
export type Activation =
  | { readonly outcome: 'keep' }
  | { readonly outcome: 'bind'; readonly isTransfer: boolean }
  | { readonly outcome: 'refuse'; readonly code: ErrorCode; readonly message: string };

/**
 * Decides an activation. An active device keeps its seat (docs/pages/decisions.md#a-device-that-is-already-active). A
 * transfer is a seat that one device gave back and another one takes; it is not limited when the number of devices is
 * not.
 * @param device what the license knows of this device, if anything
 */
export function decideActivation(
  license: License,
  device: Device | undefined,
  now: Date,
): Activation {
  const {
    max_activations: maxActivations,
    max_transfers: maxTransfers,
    assignment,
    vacated_seats: vacatedSeats,
  } = license;
  if (!license.enabled) return refuse('license_not_enabled', 'The license is not enabled.');
  if (isExpired(license, now)) return refuse('license_expired', expiredMessage(license));
  if (device?.blacklisted === true) return refuse('blacklisted', BLACKLISTED);
  if (device?.active === true) return { outcome: 'keep' };
  if (license.starts_at !== null && license.starts_at > now) {
    return refuse(
      'license_not_started',
      `The license starts on ${license.starts_at.toISOString()}.`,
    );
  }
  if (maxActivations !== null && license.times_activated >= maxActivations) {
    return refuse(
      'license_activated_max_times',
      `The license is already activated on ${maxActivations} device(s), the most it allows. Deactivate one first.`,
    );
  }
  if (maxActivations === null && license.times_activated >= MOST_DEVICES) {
    return refuse(
      'license_activated_max_times',
      `The license is activated on ${MOST_DEVICES} devices, the most that any license may have. Deactivate one first.`,
    );
  }
  if (
    assignment !== null &&
    assignment.max_activations !== null &&
    assignment.total_activations >= assignment.max_activations
  ) {
    return refuse(
      'licenseUserActivatedMaxTimes',
      `${assignment.email} has activated the license on ${assignment.max_activations} device(s), the most it allows one user.`,
    );
  }
  // Without transfers, a device takes a seat that no other device had, as long as there is one.
  const hasNewSeat =
    maxActivations === null || license.times_activated + vacatedSeats < maxActivations;
  const takesVacated = license.allow_transfers || !hasNewSeat;
  const isTransfer = vacatedSeats > 0 && device?.vacated !== true && takesVacated;
  if (isTransfer && maxActivations !== null) {
    if (!license.allow_transfers) {
      return refuse(
        'license_transferred_max_times',
        'The license belongs to the device that it was activated on. It does not allow transfers.',
      );
    }
    if (maxTransfers !== 0 && license.transfer_count >= maxTransfers) {
      return refuse(
        'license_transferred_max_times',
        `The license was moved to another device ${maxTransfers} time(s), the most it allows.`,
      );
    }
  }
  return { outcome: 'bind', isTransfer };
}

/** A license, and its device with the hardware ID of the request, if any. */
export interface Candidate {
  readonly license: License;
  readonly device: Device | undefined;
}

/**
 * Chooses the license to activate: the one on which the device is active, else the first one that allows an activation.
 * @param candidates newest first
 * @param absent the message when there are none
 * @throws ApiError license_not_found when there are none; else the refusal of the first candidate
 */
export function chooseActivation(
  candidates: readonly Candidate[],
  now: Date,
  absent: string,
): { candidate: Candidate; activation: Exclude<Activation, { outcome: 'refuse' }> } {
  const bound = candidates.find(({ device }) => device?.active === true);
  let refusal: ApiError | undefined;
  for (const candidate of bound === undefined ? candidates : [bound]) {
    const activation = decideActivation(candidate.license, candidate.device, now);
    if (activation.outcome !== 'refuse') return { candidate, activation };
    refusal ??= refusalOf(candidate, activation.code, activation.message);
  }
  throw refusal ?? new ApiError('license_not_found', absent);
}

/**
 * Finds the license on which the device is active.
 * @param candidates newest first
 * @param absent the message when there are none
 * @param licenseUserId when given, devices of other users do not count
 * @throws ApiError license_not_found when there are none; device_not_found
 */
export function findActivatedOn(
  candidates: readonly Candidate[],
  absent: string,
  licenseUserId?: number,
): Candidate & { readonly device: Device } {
  const [first] = candidates;
  if (first === undefined) throw new ApiError('license_not_found', absent);
  for (const { license, device } of candidates) {
    // An imported device may have no user. Any user of the license may then have it.
    const isTheirs =
      licenseUserId === undefined ||
      [null, licenseUserId].includes(device?.license_user_id ?? null);
    if (device?.active === true && isTheirs) return { license, device };
  }
  throw refusalOf(
    first,
    'device_not_found',
    'An active device matching the hardware_id was not found.',
  );
}

/** The message for a license that has expired. */
export function expiredMessage({ valid_until: validUntil }: License): string {
  return `The license expired on ${validUntil?.toISOString() ?? ''}.`;
}

/** A refusal whose audit entry names the license. */
export function refusalOf(
  { license: { id } }: Candidate,
  code: ErrorCode,
  message: string,
): ApiError {
  return new ApiError(code, message, { audit: { subject: { kind: 'license', id } } });
}

function refuse(code: ErrorCode, message: string): Activation {
  return { outcome: 'refuse', code, message };
}

/** True when `last_seen_at` must be updated: at most once an hour, since checks are frequent. */
export function shouldRecordSeen(
  { last_seen_at: lastSeenAt }: Pick<Device, 'last_seen_at'>,
  now: Date,
): boolean {
  return lastSeenAt === null || now.getTime() - lastSeenAt.getTime() >= HOUR;
}
