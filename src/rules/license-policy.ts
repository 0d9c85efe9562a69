import { ApiError } from './errors.ts';
import { boolean, json, number, text, type Values } from './fields.ts';
import { type CheckedTerms, findInvalidTerm, type InvalidField } from './issued-license.ts';
import { termFields, type Terms } from './license-terms.ts';
import type { Product } from './product.ts';

/** The terms that belong to one license, and not to a policy: it would make them stale. */
const ofOneLicense = [
  'customer_id',
  'order_store_id',
  'starts_at',
  'valid_until',
  'maintenance_until',
] as const;

/** The terms that a policy sets; a new license has its defaults for the others. */
export type PolicyTerms = Partial<Omit<Terms, (typeof ofOneLicense)[number]>>;

/** The fields of a license policy. */
export const licensePolicyFields = {
  product_id: number,
  /** Unique in its product. */
  code: text,
  name: text,
  /** True for the policy of trials that name none. A product has at most one. */
  default_for_trials: boolean,
  terms: json<PolicyTerms>(),
};

/** A named set of license terms of a product. */
export interface LicensePolicy extends Values<typeof licensePolicyFields> {
  readonly id: number;
}

/** True for the terms that a policy can set. */
export function isPolicyTerm(name: string): boolean {
  return Object.hasOwn(termFields, name) && !(ofOneLicense as readonly string[]).includes(name);
}

type Checked = Pick<LicensePolicy, 'terms' | 'default_for_trials'>;

/**
 * Checks the terms of a policy, as `findInvalidPolicy` does.
 * @throws ApiError validation_error, which names the field
 */
export function assertPolicyFits(
  policy: Checked,
  defaults: CheckedTerms,
  method: Product['authorization_method'],
): void {
  const found = findInvalidPolicy(policy, defaults, method);
  if (found === undefined) return;
  throw new ApiError('validation_error', `body.${found[0]}: ${found[1]}`);
}

/**
 * The first field of a policy that does not fit, and the reason; undefined when a license could have its terms, except
 * that it may lack an end, which each license gets.
 * @param defaults the terms of a license that names none
 */
export function findInvalidPolicy(
  { terms, default_for_trials: isDefault }: Checked,
  defaults: CheckedTerms,
  method: Product['authorization_method'],
): InvalidField | undefined {
  const stray = Object.keys(terms).find((name) => !isPolicyTerm(name));
  if (stray !== undefined) return [`terms.${stray}`, 'belongs to a license, not to a policy'];
  if (isDefault && terms.is_trial !== true) {
    return ['default_for_trials', 'only a policy with is_trial can be the default for trials'];
  }
  const all = { ...defaults, ...terms };
  const needsEnd = all.is_trial || all.license_type === 'time-limited';
  const found = findInvalidTerm(
    { ...all, valid_days: all.valid_days ?? (needsEnd ? 1 : null) },
    method,
  );
  return found && [`terms.${found[0]}`, found[1]];
}

/**
 * The values of a new license: what was named for it, else what the policy says, else the default.
 * @param body with the defaults
 * @param named the fields of the body that were sent
 */
export function withPolicy<Body extends object>(
  body: Body,
  named: ReadonlySet<string>,
  terms: PolicyTerms,
): Body {
  const taken = Object.entries(terms).filter(([name]) => !named.has(name));
  return { ...body, ...Object.fromEntries(taken) };
}
