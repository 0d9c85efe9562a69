import type { ErrorCode } from './errors.ts';
import type { Candidate } from './license.ts';
import type { Terms } from './license-terms.ts';

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
