import type { Counter } from './consumption.ts';
import type { CustomerWithAccount } from './customer.ts';
import { ApiError, type ErrorCode } from './errors.ts';
import { boolean, nullable, number, time, type Values } from './fields.ts';
import type { FeatureInUse } from './license-feature.ts';
import type { Terms } from './license-terms.ts';
import { licenseUserFields } from './license-user.ts';
import type { Slot } from './slots.ts';

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
  readonly product_id: number;
  /** The license of a bundle that it is a member of; null for none. */
  readonly bundle_license_id: number | null;
  /** null for licenses of user products. Members of a bundle license have its key. */
  readonly license_key: string | null;
  /** Whom `trial_key` has created this trial for: a hardware ID or an e-mail address; null for other licenses. */
  readonly trial_holder: string | null;
  /** The assignment of the user in question; null for licenses of license-key products. */
  readonly assignment: Assignment | null;
  readonly times_activated: number;
  readonly transfer_count: number;
  /** The number of seats that were given back and not taken again. */
  readonly vacated_seats: number;
  /** True when its product has versions. */
  readonly has_versions: boolean;
  readonly customer: CustomerWithAccount | null;
  /** Ordered by code; expired ones are among them. */
  readonly features: readonly FeatureInUse[];
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
/** The message for a device that is not active on the license. */
export const DEVICE_NOT_FOUND = 'An active device matching the hardware_id was not found.';

/** What the end of a license depends on. */
type Ending = Pick<License, 'license_type' | 'is_trial' | 'valid_until' | 'grace_hours'>;

/** When a license expires, after its grace hours; null for never. Perpetual licenses do not expire. */
export function expiresAt(license: Ending): Date | null {
  if (license.license_type === 'perpetual' && !license.is_trial) return null;
  if (license.valid_until === null) return null;
  const grace = license.license_type === 'subscription' ? license.grace_hours * HOUR : 0;
  return new Date(license.valid_until.getTime() + grace);
}

/** True after the end of a license and its grace hours. */
export function isExpired(license: Ending, now: Date): boolean {
  const end = expiresAt(license);
  return end !== null && end < now;
}

/** True when a license is enabled and in use. */
export function isActive(license: License): boolean {
  return license.enabled && isInUse(license);
}

/** True for a subscription from its creation, and for other licenses while they have an active device. */
export function isInUse(license: Pick<License, 'license_type' | 'times_activated'>): boolean {
  return license.license_type === 'subscription' || license.times_activated > 0;
}

/** A license, and its device with the hardware ID of the request, if any. */
export interface Candidate {
  readonly license: License;
  readonly device: Device | undefined;
  /** What the device holds of a floating license, or held last. */
  readonly slot?: Slot | undefined;
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
  const found = candidates.find((candidate) => isActivatedBy(candidate, licenseUserId));
  if (found === undefined) throw refusalOf(first, 'device_not_found', DEVICE_NOT_FOUND);
  return found as Candidate & { readonly device: Device };
}

/** True when the device is active on the license. @param licenseUserId when given, devices of other users do not count */
export function isActivatedBy({ device }: Candidate, licenseUserId: number | undefined): boolean {
  // An imported device may have no user. Any user of the license may then have it.
  const isTheirs =
    licenseUserId === undefined || [null, licenseUserId].includes(device?.license_user_id ?? null);
  return device?.active === true && isTheirs;
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

/** True when `last_seen_at` must be updated: at most once an hour, since checks are frequent. */
export function shouldRecordSeen(
  { last_seen_at: lastSeenAt }: Pick<Device, 'last_seen_at'>,
  now: Date,
): boolean {
  return lastSeenAt === null || now.getTime() - lastSeenAt.getTime() >= HOUR;
}
