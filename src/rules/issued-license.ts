import { type Counter, type Meter, usedMeterFields } from './consumption.ts';
import { ApiError } from './errors.ts';
import type { Product } from './product.ts';
import { findUnusedSharing, type Floating } from './slots.ts';
import type { Assignment, License } from './license.ts';
import type { Terms } from './license-terms.ts';

/** A license as the Admin API shows it. */
export interface IssuedLicense
  extends
    Terms,
    Counter,
    Pick<
      License,
      | 'id'
      | 'license_key'
      | 'bundle_license_id'
      | 'trial_holder'
      | 'times_activated'
      | 'transfer_count'
    > {
  readonly product_id: number;
  readonly product_code: string;
  readonly customer_email: string | null;
  readonly customer_company_name: string | null;
  /** How many license users are assigned. */
  readonly user_count: number;
}

/** An assignment as the Admin API shows it. */
export type AssignedUser = Pick<
  Assignment,
  'license_user_id' | 'email' | 'max_activations' | 'total_activations'
>;

/** A field whose value contradicts others, and the reason. */
export type InvalidField = readonly [field: string, why: string];

/**
 * Checks that the terms of a license do not contradict each other or the product.
 * @param method how licenses of the product are activated
 * @throws ApiError validation_error, which names the field
 */
export function assertTermsFit(terms: Terms, method: Product['authorization_method']): void {
  const found = findInvalidTerm(terms, method);
  if (found !== undefined) throw invalidField(...found);
}

/** The terms that may contradict each other or the product. */
export type CheckedTerms = Pick<
  Terms,
  | 'license_type'
  | 'is_trial'
  | 'starts_at'
  | 'valid_until'
  | 'valid_days'
  | 'grace_hours'
  | 'max_activations'
  | 'max_license_users'
  | keyof Meter
  | keyof Floating
>;

/** The first term that contradicts the others or the product, and the reason; undefined when all fit. */
export function findInvalidTerm(
  terms: CheckedTerms,
  method: Product['authorization_method'],
): InvalidField | undefined {
  const {
    license_type: type,
    is_trial: isTrial,
    starts_at: startsAt,
    valid_until: validUntil,
    valid_days: validDays,
    grace_hours: graceHours,
    max_license_users: maxLicenseUsers,
  } = terms;
  if (validUntil === null && validDays === null && (isTrial || type === 'time-limited')) {
    const what = isTrial ? 'trial' : 'time-limited license';
    return ['valid_until', `a ${what} needs an end, by valid_until or valid_days`];
  }
  if (validUntil !== null && type === 'perpetual' && !isTrial) {
    return ['valid_until', 'a perpetual license has no end, unless it is a trial'];
  }
  if (validDays !== null && type === 'perpetual' && !isTrial) {
    return ['valid_days', 'a perpetual license has no end, unless it is a trial'];
  }
  if (startsAt !== null && validUntil !== null && startsAt > validUntil) {
    return ['starts_at', 'a license starts before its end'];
  }
  if (graceHours > 0 && type !== 'subscription') {
    return ['grace_hours', 'only a subscription can have grace hours'];
  }
  const counting = type === 'consumption' ? [] : usedMeterFields(terms);
  if (counting[0] !== undefined) {
    const why = `only a license of the type consumption can have ${counting.join(', ')}`;
    return [counting[0], why];
  }
  const sharing = findInvalidSharing(terms);
  if (sharing !== undefined) return sharing;
  if (maxLicenseUsers !== null && method !== 'user') {
    return ['max_license_users', 'a license of a license-key product has no users'];
  }
  return undefined;
}

function findInvalidSharing(terms: CheckedTerms): InvalidField | undefined {
  const { floating, floating_users: slots, max_activations: maxActivations } = terms;
  if (floating && slots !== null && maxActivations !== null && slots > maxActivations) {
    return ['floating_users', 'not more devices than max_activations can hold a slot'];
  }
  return findUnusedSharing(terms, 'license');
}

/**
 * Checks that a new license has a license key or users, depending on its product.
 * @throws ApiError validation_error, which names the field
 */
export function assertHoldersFit(
  holders: { readonly license_key?: unknown; readonly users?: unknown },
  {
    authorization_method: authorizationMethod,
    code,
  }: Pick<Product, 'authorization_method' | 'code'>,
): void {
  if (authorizationMethod === 'user' && holders.license_key !== undefined) {
    throw invalidField('license_key', `licenses of the product ${code} have users, not keys`);
  }
  if (authorizationMethod === 'license-key' && holders.users !== undefined) {
    throw invalidField('users', `licenses of the product ${code} have keys, not users`);
  }
}

/**
 * Checks that a license allows a number of users.
 * @param count how many users it would have
 * @throws ApiError license_users_max
 */
export function assertRoomForUsers(
  { max_license_users: maxLicenseUsers }: Terms,
  count: number,
): void {
  if (maxLicenseUsers === null || count <= maxLicenseUsers) return;
  throw new ApiError(
    'license_users_max',
    `The license allows ${maxLicenseUsers} user(s), and would have ${count}. Unassign one first, or raise max_license_users.`,
  );
}

/**
 * Checks that the new limits of a license are not below its active devices and assigned users.
 * @throws ApiError in_use, which says how many to release or unassign first
 */
export function assertLimitsFit(
  license: Pick<
    IssuedLicense,
    'max_activations' | 'times_activated' | 'max_license_users' | 'user_count'
  >,
): void {
  const {
    max_activations: maxActivations,
    times_activated: timesActivated,
    max_license_users: maxLicenseUsers,
    user_count: userCount,
  } = license;
  if (maxActivations !== null && timesActivated > maxActivations) {
    throw new ApiError(
      'in_use',
      `body.max_activations: ${timesActivated} device(s) are active. Release ${timesActivated - maxActivations} first.`,
    );
  }
  if (maxLicenseUsers !== null && userCount > maxLicenseUsers) {
    throw new ApiError(
      'in_use',
      `body.max_license_users: ${userCount} user(s) are assigned. Unassign ${userCount - maxLicenseUsers} first.`,
    );
  }
}

function invalidField(field: string, why: string): ApiError {
  return new ApiError('validation_error', `body.${field}: ${why}`);
}
