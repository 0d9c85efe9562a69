import type { Credential } from './credential.ts';
import { ApiError, type ErrorCode } from './errors.ts';
import type { Candidate } from './license.ts';
import type { LicensePolicy } from './license-policy.ts';
import type { Terms } from './license-terms.ts';
import { normalizeEmail } from './license-user.ts';
import type { Product } from './product.ts';

/** The code and the message for a trial that has ended. */
export function endedTrial(end: Date | null): [ErrorCode, string] {
  return ['trial_expired', `The trial ended on ${end?.toISOString() ?? ''}.`];
}

/** The code and the message for a device on which another trial of the product has ended. */
export function usedUpTrial(end: Date): [ErrorCode, string] {
  const when = end.toISOString();
  return ['trial_expired', `This device has used up its trial of the product, on ${when}.`];
}

/**
 * The candidates of an activation, in the order in which they are tried. A license comes before a trial, even on a
 * device where the trial is active: its user has bought the license since.
 * @param candidates trials last
 */
export function inOrderOfActivation(candidates: readonly Candidate[]): readonly Candidate[] {
  const bound = candidates.find(({ device }) => device?.active === true);
  if (bound === undefined) return candidates;
  return bound.license.is_trial
    ? [...candidates.filter(({ license }) => !license.is_trial), bound]
    : [bound];
}

/**
 * Turns a trial into a license: its end goes, because it is that of the trial, unless the change names another one.
 * @param changes as the vendor names them
 */
export function withoutTrialEnd<Changes extends Partial<Terms>>(
  before: Pick<Terms, 'is_trial'>,
  changes: Changes,
): Changes {
  const isUpgrade = before.is_trial && changes.is_trial === false;
  return isUpgrade ? { valid_until: null, valid_days: null, ...changes } : changes;
}

/**
 * Checks that applications may create trials of a product.
 * @throws ApiError trial_not_allowed; also for a credential that is limited to some licenses, which would not see it
 */
export function assertTrialAllowed({ allow_trial: allowed }: Product, { scope }: Credential): void {
  if (!allowed) throw new ApiError('trial_not_allowed', 'Product does not allow trial.');
  if (scope.kind === 'company') return;
  throw new ApiError('trial_not_allowed', 'This OAuth client is limited to some licenses.');
}

/**
 * Whom a trial is created for, of whom each has one: the device or, in a user product, the e-mail address. Another
 * address on the same device does not make a second trial of a license-key product, and another device does not make a
 * second trial of a user product.
 * @throws ApiError email_missing
 */
export function trialHolderOf(
  { authorization_method: method, code }: Product,
  request: { readonly hardware_id: string; readonly email?: string },
): string {
  if (method === 'license-key') return request.hardware_id;
  if (request.email !== undefined) return normalizeEmail(request.email);
  throw new ApiError(
    'email_missing',
    `An email is missing: licenses of the product ${code} have users.`,
  );
}

/**
 * Checks the policy that a request for a trial names. Other policies are not for applications to choose: one could have
 * the terms of the most expensive license.
 * @throws ApiError validation_error, the same for an unknown policy and for one without `is_trial`
 */
export function trialPolicy(policy: LicensePolicy | undefined, code: string): LicensePolicy {
  if (policy?.terms.is_trial === true) return policy;
  throw new ApiError(
    'validation_error',
    `query.license_policy: the product has no policy ${code} for trials`,
  );
}

/** The terms of a new trial: those of its policy, and the days of the product where the policy names none. */
export function trialTerms(
  defaults: Omit<Terms, 'order_store_id'>,
  policy: LicensePolicy | undefined,
  { trial_days: days }: Product,
): Omit<Terms, 'order_store_id'> {
  // Without a policy it ends because of its type too, as clients expect it of a trial.
  const type = policy === undefined ? ({ license_type: 'time-limited' } as const) : {};
  return {
    ...defaults,
    ...type,
    ...policy?.terms,
    is_trial: true,
    valid_days: policy?.terms.valid_days ?? days,
  };
}

/**
 * Checks that a license that was created as a trial still is one. Otherwise whoever knows the hardware ID of a device
 * would get its license key.
 * @throws ApiError trial_not_allowed
 */
export function assertStillTrial({ is_trial: isTrial }: Pick<Terms, 'is_trial'>): void {
  if (isTrial) return;
  throw new ApiError('trial_not_allowed', 'The trial has become a license. Activate that.');
}
