import { ApiError } from './errors.ts';
import type { Product } from './product.ts';
import type { Assignment, License } from './license.ts';

/** What the vendor settles about a license. */
export interface Terms extends Pick<
  License,
  | 'orderStoreId'
  | 'type'
  | 'isTrial'
  | 'enabled'
  | 'validUntil'
  | 'maintenanceUntil'
  | 'graceHours'
  | 'maxActivations'
  | 'maxTransfers'
  | 'maxLicenseUsers'
  | 'customFields'
  | 'metadata'
> {
  readonly customerId: number | null;
  /** For the vendor alone. */
  readonly note: string;
}

/** A license as the vendor sees it. */
export interface IssuedLicense
  extends Terms, Pick<License, 'id' | 'licenseKey' | 'timesActivated' | 'transferCount'> {
  readonly productId: number;
  readonly productCode: string;
  readonly customerEmail: string | null;
  readonly customerCompanyName: string | null;
  /** How many people are assigned. */
  readonly userCount: number;
}

/** A license user on a license, as the vendor sees it. */
export type AssignedUser = Pick<
  Assignment,
  'licenseUserId' | 'email' | 'maxActivations' | 'totalActivations'
>;

/** What is to be told of a field that does not fit. */
export type Misfit = readonly [field: string, why: string];

/**
 * Whether terms make sense together: what ends says when, and nothing is promised that no rule keeps.
 * @throws ApiError validation_error, which names the field
 */
export function assertTermsFit(terms: Terms, method: Product['authorizationMethod']): void {
  const found = findTermsMisfit(terms, method);
  if (found !== undefined) throw misfit(...found);
}

/** The first of the terms that does not make sense with the others. */
export function findTermsMisfit(
  terms: Pick<Terms, 'type' | 'isTrial' | 'validUntil' | 'graceHours' | 'maxLicenseUsers'>,
  method: Product['authorizationMethod'],
): Misfit | undefined {
  const { type, isTrial, validUntil, graceHours, maxLicenseUsers } = terms;
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
  { authorizationMethod, code }: Pick<Product, 'authorizationMethod' | 'code'>,
): void {
  if (authorizationMethod === 'user' && holders.license_key !== undefined) {
    throw misfit('license_key', `licenses of ${code} have users, not keys`);
  }
  if (authorizationMethod === 'license-key' && holders.users !== undefined) {
    throw misfit('users', `licenses of ${code} have keys, not users`);
  }
}

/** @param count how many users it would have @throws ApiError license_users_max */
export function assertRoomForUsers({ maxLicenseUsers }: Terms, count: number): void {
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
    'maxActivations' | 'timesActivated' | 'maxLicenseUsers' | 'userCount'
  >,
): void {
  const { maxActivations, timesActivated, maxLicenseUsers, userCount } = license;
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
