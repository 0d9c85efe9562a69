import { ApiError } from './errors.ts';
import type { Product } from './product.ts';
import type { Assignment, License } from './license.ts';
import type { Terms } from './license-terms.ts';

/** A license with what the vendor is shown beside its terms. */
export interface IssuedLicense
  extends Terms, Pick<License, 'id' | 'license_key' | 'times_activated' | 'transfer_count'> {
  readonly product_id: number;
  readonly product_code: string;
  readonly customer_email: string | null;
  readonly customer_company_name: string | null;
  /** How many people are assigned. */
  readonly user_count: number;
}

/** A license user on a license, as the vendor sees it. */
export type AssignedUser = Pick<
  Assignment,
  'license_user_id' | 'email' | 'max_activations' | 'total_activations'
>;

/** What is to be told of a field that does not fit. */
export type Misfit = readonly [field: string, why: string];

/**
 * Whether terms make sense together: what ends says when, and nothing is promised that no rule keeps.
 * @throws ApiError validation_error, which names the field
 */
export function assertTermsFit(terms: Terms, method: Product['authorization_method']): void {
  const found = findTermsMisfit(terms, method);
  if (found !== undefined) throw misfit(...found);
}

/** The first of the terms that does not make sense with the others. */
export function findTermsMisfit(
  terms: Pick<
    Terms,
    'license_type' | 'is_trial' | 'valid_until' | 'grace_hours' | 'max_license_users'
  >,
  method: Product['authorization_method'],
): Misfit | undefined {
  const {
    license_type: type,
    is_trial: isTrial,
    valid_until: validUntil,
    grace_hours: graceHours,
    max_license_users: maxLicenseUsers,
  } = terms;
  if (validUntil === null && (isTrial || type === 'time-limited')) {
    return ['valid_until', `a ${isTrial ? 'trial' : 'time-limited license'} needs an end`];
  }
  if (validUntil !== null && type === 'perpetual' && !isTrial) {
    return ['valid_until', 'a perpetual license has no end, unless it is a trial'];
  }
  if (graceHours > 0 && type !== 'subscription') {
    return ['grace_hours', 'only a subscription has grace'];
  }
  if (maxLicenseUsers !== null && method !== 'user') {
    return ['max_license_users', 'a license of a license-key product has no users'];
  }
  return undefined;
}

/**
 * Whether a new license names its holders as its product does: by key, or by users.
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
    throw misfit('license_key', `licenses of ${code} have users, not keys`);
  }
  if (authorizationMethod === 'license-key' && holders.users !== undefined) {
    throw misfit('users', `licenses of ${code} have keys, not users`);
  }
}

/** @param count how many users it would have @throws ApiError license_users_max */
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
 * Whether new terms leave room for what the license has already.
 * @throws ApiError in_use, which says how much is in the way
 */
export function assertRoomForWhatIs(
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
      `body.max_activations: ${timesActivated} device(s) are bound. Release ${timesActivated - maxActivations} first.`,
    );
  }
  if (maxLicenseUsers !== null && userCount > maxLicenseUsers) {
    throw new ApiError(
      'in_use',
      `body.max_license_users: ${userCount} user(s) are assigned. Unassign ${userCount - maxLicenseUsers} first.`,
    );
  }
}

function misfit(field: string, why: string): ApiError {
  return new ApiError('validation_error', `body.${field}: ${why}`);
}
