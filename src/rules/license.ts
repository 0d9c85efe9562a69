import type { CustomerWithAccount } from './customer.ts';
import { ApiError, type ErrorCode } from './errors.ts';
import { boolean, nullable, number, time, type Values } from './fields.ts';
import type { Terms } from './license-terms.ts';
import { licenseUserFields } from './license-user.ts';

/** What a device is told of its license user. */
const { email, first_name, last_name, phone_number, is_initial_password } = licenseUserFields;
export const assignedUserFields = {
  email,
  first_name,
  last_name,
  phone_number,
  is_initial_password,
};

/** A license user on one license. */
export interface Assignment extends Values<typeof assignedUserFields> {
  readonly license_user_id: number;
  /** Devices this person may bind; null for no limit. */
  readonly max_activations: number | null;
  readonly total_activations: number;
}

export interface License extends Terms {
  readonly id: number;
  /** On licenses of license-key products. */
  readonly license_key: string | null;
  /** On licenses of user products, when looked up for a person. */
  readonly assignment: Assignment | null;
  readonly times_activated: number;
  readonly transfer_count: number;
  /** Seats that were given back and not taken again since. */
  readonly vacated_seats: number;
  readonly customer: CustomerWithAccount | null;
}

/** What activations know of a device that is, or was, bound to a license. */
export const deviceStateFields = {
  id: number,
  license_id: number,
  active: boolean,
  /** True when its seat was given back and not taken again since. */
  vacated: boolean,
  license_user_id: nullable(number),
  /** When its application last activated or checked it, to the hour; null where it never did so here. */
  last_seen_at: nullable(time),
};

export type Device = Values<typeof deviceStateFields>;

const HOUR = 3_600_000;

/** Devices that a license without a limit may have: an application must not fill the disk. */
export const MOST_DEVICES = 100_000;

/** Perpetual licenses never expire; subscriptions do after their grace hours. */
export function isExpired(
  license: Pick<License, 'license_type' | 'is_trial' | 'valid_until' | 'grace_hours'>,
  now: Date,
): boolean {
  if (license.license_type === 'perpetual' && !license.is_trial) return false;
  if (license.valid_until === null) return false;
  const grace = license.license_type === 'subscription' ? license.grace_hours * HOUR : 0;
  return license.valid_until.getTime() + grace < now.getTime();
}

/** Disabled overrides all; a subscription is active from its creation, others once activated. */
export function isActive(license: License): boolean {
  return (
    license.enabled && (license.license_type === 'subscription' || license.times_activated > 0)
  );
}

/** What activating a license on a device comes to. */
export type Activation =
  | { readonly outcome: 'keep' }
  | { readonly outcome: 'bind'; readonly isTransfer: boolean }
  | { readonly outcome: 'refuse'; readonly code: ErrorCode; readonly message: string };

/**
 * Decides an activation. A bound device keeps its seat (docs/pages/decisions.md#a-device-that-is-already-active); a transfer is a
 * seat given back on one device and taken on another, and is not limited where devices are not.
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
  if (isExpired(license, now)) {
    const when = license.valid_until?.toISOString() ?? '';
    return refuse('license_expired', `The license expired on ${when}.`);
  }
  if (device?.active === true) return { outcome: 'keep' };
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
  const isTransfer = vacatedSeats > 0 && device?.vacated !== true;
  const transfersLimited = maxActivations !== null && maxTransfers !== 0;
  if (isTransfer && transfersLimited && license.transfer_count >= maxTransfers) {
    return refuse(
      'license_transferred_max_times',
      `The license was moved to another device ${maxTransfers} time(s), the most it allows.`,
    );
  }
  return { outcome: 'bind', isTransfer };
}

/** A license with what it knows of the device in question. */
export interface Candidate {
  readonly license: License;
  readonly device: Device | undefined;
}

/**
 * Which of several licenses to activate: the one this device is bound to; else the first that may be; else
 * the refusal of the first.
 * @param candidates newest first
 * @throws ApiError the refusal, or `license_not_found` with `absent` where there are none
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
 * The license that this device is bound to.
 * @param candidates newest first
 * @param licenseUserId where given, devices of other people do not count
 * @throws ApiError license_not_found, with `absent`; device_not_found
 */
export function findActivatedOn(
  candidates: readonly Candidate[],
  absent: string,
  licenseUserId?: number,
): Candidate & { readonly device: Device } {
  const [first] = candidates;
  if (first === undefined) throw new ApiError('license_not_found', absent);
  for (const { license, device } of candidates) {
    // A device that was imported may be nobody's: whoever holds the license may have it.
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

/**
 * The license to answer a check with, in the documented order of refusals.
 * @param candidates newest first
 * @throws ApiError license_not_found, with `absent`; license_not_enabled, license_not_active, device_not_found
 */
export function chooseToCheck(
  candidates: readonly Candidate[],
  absent: string,
): Candidate & { readonly device: Device } {
  const chosen = candidates.find(({ device }) => device?.active === true) ?? candidates[0];
  if (chosen?.license.enabled === false) {
    throw refusalOf(chosen, 'license_not_enabled', 'The license is not enabled.');
  }
  if (chosen !== undefined && !isActive(chosen.license)) {
    throw refusalOf(chosen, 'license_not_active', 'The license is not active.');
  }
  return findActivatedOn(candidates, absent);
}

/** The audit log names the license, or the newest of several. */
function refusalOf({ license: { id } }: Candidate, code: ErrorCode, message: string): ApiError {
  return new ApiError(code, message, { audit: { subject: { kind: 'license', id } } });
}

function refuse(code: ErrorCode, message: string): Activation {
  return { outcome: 'refuse', code, message };
}

/** Whether it is to be noted that a device is seen: not more often than once an hour, as checks are many. */
export function shouldRecordSeen(
  { last_seen_at: lastSeenAt }: Pick<Device, 'last_seen_at'>,
  now: Date,
): boolean {
  return lastSeenAt === null || now.getTime() - lastSeenAt.getTime() >= HOUR;
}
