import { ApiError, type ErrorCode } from './errors.ts';

/** Whom a license was issued to. Texts are empty when unset. */
export interface Customer {
  readonly email: string;
  readonly companyName: string;
  readonly reference: string;
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly city: string;
  readonly postcode: string;
  readonly state: string;
  readonly country: string;
  readonly address: string;
  /** The customer account's code. */
  readonly customerAccount: string | null;
  readonly metadata: Record<string, unknown>;
}

export interface CustomField {
  readonly name: string;
  readonly data_type: string | null;
  readonly value: string;
}

/** A license user on one license. */
export interface Assignment {
  readonly licenseUserId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly isInitialPassword: boolean;
  /** Devices this person may bind; null for no limit. */
  readonly maxActivations: number | null;
  readonly totalActivations: number;
}

export interface License {
  readonly id: number;
  readonly orderStoreId: string;
  /** On licenses of license-key products. */
  readonly licenseKey: string | null;
  /** On licenses of user products, when looked up for a person. */
  readonly assignment: Assignment | null;
  readonly type: 'perpetual' | 'time-limited' | 'subscription';
  readonly isTrial: boolean;
  readonly enabled: boolean;
  readonly validUntil: Date | null;
  readonly maintenanceUntil: Date | null;
  /** Hours after `validUntil` in which a subscription still counts as valid. */
  readonly graceHours: number;
  /** Devices at a time; null for no limit. */
  readonly maxActivations: number | null;
  readonly timesActivated: number;
  /** 0 for no limit. */
  readonly maxTransfers: number;
  readonly transferCount: number;
  /** Seats that were given back and not taken again since. */
  readonly vacatedSeats: number;
  readonly maxLicenseUsers: number | null;
  readonly customFields: readonly CustomField[];
  readonly metadata: Record<string, unknown>;
  readonly customer: Customer | null;
}

/** A device that is, or was, bound to a license. */
export interface Device {
  readonly id: number;
  readonly licenseId: number;
  readonly active: boolean;
  /** Whether its seat was given back and not taken again since. */
  readonly vacated: boolean;
  readonly licenseUserId: number | null;
  /** When its application last activated or checked it, to the hour; null where it never did so here. */
  readonly lastSeenAt: Date | null;
}

const HOUR = 3_600_000;

/** Devices that a license without a limit may have: an application must not fill the disk. */
export const MOST_DEVICES = 100_000;

/** Perpetual licenses never expire; subscriptions do after their grace hours. */
export function isExpired(
  license: Pick<License, 'type' | 'isTrial' | 'validUntil' | 'graceHours'>,
  now: Date,
): boolean {
  if (license.type === 'perpetual' && !license.isTrial) return false;
  if (license.validUntil === null) return false;
  const grace = license.type === 'subscription' ? license.graceHours * HOUR : 0;
  return license.validUntil.getTime() + grace < now.getTime();
}

/** Disabled overrides all; a subscription is active from its creation, others once activated. */
export function isActive(license: License): boolean {
  return license.enabled && (license.type === 'subscription' || license.timesActivated > 0);
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
  const { maxActivations, maxTransfers, assignment, vacatedSeats } = license;
  if (!license.enabled) return refuse('license_not_enabled', 'The license is not enabled.');
  if (isExpired(license, now)) {
    const when = license.validUntil?.toISOString() ?? '';
    return refuse('license_expired', `The license expired on ${when}.`);
  }
  if (device?.active === true) return { outcome: 'keep' };
  if (maxActivations !== null && license.timesActivated >= maxActivations) {
    return refuse(
      'license_activated_max_times',
      `The license is already activated on ${maxActivations} device(s), the most it allows. Deactivate one first.`,
    );
  }
  if (maxActivations === null && license.timesActivated >= MOST_DEVICES) {
    return refuse(
      'license_activated_max_times',
      `The license is activated on ${MOST_DEVICES} devices, the most that any license may have. Deactivate one first.`,
    );
  }
  if (
    assignment !== null &&
    assignment.maxActivations !== null &&
    assignment.totalActivations >= assignment.maxActivations
  ) {
    return refuse(
      'licenseUserActivatedMaxTimes',
      `${assignment.email} has activated the license on ${assignment.maxActivations} device(s), the most it allows one user.`,
    );
  }
  const isTransfer = vacatedSeats > 0 && device?.vacated !== true;
  const transfersLimited = maxActivations !== null && maxTransfers !== 0;
  if (isTransfer && transfersLimited && license.transferCount >= maxTransfers) {
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
export function boundTo(
  candidates: readonly Candidate[],
  absent: string,
  licenseUserId?: number,
): Candidate & { readonly device: Device } {
  const [first] = candidates;
  if (first === undefined) throw new ApiError('license_not_found', absent);
  for (const { license, device } of candidates) {
    // A device that was imported may be nobody's: whoever holds the license may have it.
    const isTheirs =
      licenseUserId === undefined || [null, licenseUserId].includes(device?.licenseUserId ?? null);
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
export function checkable(
  candidates: readonly Candidate[],
  absent: string,
): Candidate & { readonly device: Device } {
  const meant = candidates.find(({ device }) => device?.active === true) ?? candidates[0];
  if (meant?.license.enabled === false) {
    throw refusalOf(meant, 'license_not_enabled', 'The license is not enabled.');
  }
  if (meant !== undefined && !isActive(meant.license)) {
    throw refusalOf(meant, 'license_not_active', 'The license is not active.');
  }
  return boundTo(candidates, absent);
}

/** The audit log names the license, or the newest of several. */
function refusalOf({ license: { id } }: Candidate, code: ErrorCode, message: string): ApiError {
  return new ApiError(code, message, { audit: { subject: { kind: 'license', id } } });
}

function refuse(code: ErrorCode, message: string): Activation {
  return { outcome: 'refuse', code, message };
}

/** Whether it is to be noted that a device is seen: not more often than once an hour, as checks are many. */
export function isToBeNoted({ lastSeenAt }: Pick<Device, 'lastSeenAt'>, now: Date): boolean {
  return lastSeenAt === null || now.getTime() - lastSeenAt.getTime() >= HOUR;
}
