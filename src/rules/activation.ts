import { ApiError, type ErrorCode } from './errors.ts';
import { endOfFeature } from './license-feature.ts';
import {
  BLACKLISTED,
  type Candidate,
  type Device,
  expiredMessage,
  isExpired,
  type License,
  refusalOf,
} from './license.ts';
import { endedTrial, inOrderOfActivation } from './trial.ts';
import { endAfterDays } from './validity.ts';

/** The maximum number of devices of a license without a limit, so that an application cannot fill the disk. */
export const MOST_DEVICES = 100_000;

/** How the device that is activated reaches the server: by itself, or with a request file that a person brings. */
export type Channel = 'online' | 'offline';

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
  channel: Channel = 'online',
): Activation {
  const {
    max_activations: maxActivations,
    max_transfers: maxTransfers,
    assignment,
    vacated_seats: vacatedSeats,
  } = license;
  if (!license.enabled) return refuse('license_not_enabled', 'The license is not enabled.');
  if (isExpired(license, now)) {
    return license.is_trial
      ? refuse(...endedTrial(license.valid_until))
      : refuse('license_expired', expiredMessage(license));
  }
  if (device?.blacklisted === true) return refuse('blacklisted', BLACKLISTED);
  if (channel === 'offline' && !allowsOffline(license)) {
    return refuse(
      'offline_activation_not_allowed',
      'The license does not allow offline activation.',
    );
  }
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
  // Without transfers left, a device takes a seat that no other device had, as long as there is one.
  const hasNewSeat =
    maxActivations === null || license.times_activated + vacatedSeats < maxActivations;
  const mayTransfer =
    license.allow_transfers &&
    (maxActivations === null || maxTransfers === 0 || license.transfer_count < maxTransfers);
  const isTransfer = vacatedSeats > 0 && device?.vacated !== true && (mayTransfer || !hasNewSeat);
  if (isTransfer && !mayTransfer) {
    return refuse(
      'license_transferred_max_times',
      license.allow_transfers
        ? `The license was moved to another device ${maxTransfers} time(s), the most it allows.`
        : 'The license belongs to the device that it was activated on. It does not allow transfers.',
    );
  }
  return { outcome: 'bind', isTransfer };
}

/** False for subscriptions too: whether they continue, a device without a network cannot learn. */
function allowsOffline(
  license: Pick<License, 'allow_offline_activation' | 'license_type'>,
): boolean {
  return license.allow_offline_activation && license.license_type !== 'subscription';
}

/** A license, and the activation that it allows. */
export interface ChosenActivation<Chosen extends Candidate = Candidate> {
  readonly candidate: Chosen;
  readonly activation: Exclude<Activation, { outcome: 'refuse' }>;
}

/**
 * Chooses the license to activate: the one on which the device is active, else the first one that allows an activation.
 * Trials come after all others.
 * @param candidates newest first, and trials last
 * @param absent the message when there are none
 * @throws ApiError license_not_found when there are none; else the refusal of the first candidate
 */
export function chooseActivation(
  candidates: readonly Candidate[],
  now: Date,
  absent: string,
  channel: Channel = 'online',
): ChosenActivation {
  let refusal: ApiError | undefined;
  for (const candidate of inOrderOfActivation(candidates)) {
    const activation = decideActivation(candidate.license, candidate.device, now, channel);
    if (activation.outcome !== 'refuse') return { candidate, activation };
    refusal ??= refusalOf(candidate, activation.code, activation.message);
  }
  throw refusal ?? new ApiError('license_not_found', absent);
}

/** True when a device takes a seat that was given back: its own or, in a transfer, the one that was given back first. */
export function retakesSeat(device: Device | undefined, isTransfer: boolean): boolean {
  return isTransfer || device?.vacated === true;
}

/**
 * The license and its device as they are after an activation.
 * @param newDeviceId of a device that the license does not know yet
 */
export function afterActivation<Chosen extends Candidate>(
  { candidate, activation }: ChosenActivation<Chosen>,
  newDeviceId: number,
  now: Date,
): Chosen & { readonly device: Device } {
  const { license, device } = candidate;
  const features = license.features.map((feature) => ({
    ...feature,
    expires_at: endOfFeature(feature, license, now) ?? feature.expires_at,
  }));
  const ended = {
    ...license,
    features,
    valid_until: endFromActivation(license, now) ?? license.valid_until,
  };
  if (activation.outcome === 'keep' && device !== undefined) {
    return { ...candidate, license: ended, device: { ...device, last_seen_at: now } };
  }
  const { assignment } = license;
  const isTransfer = activation.outcome === 'bind' && activation.isTransfer;
  return {
    ...candidate,
    license: {
      ...ended,
      times_activated: license.times_activated + 1,
      transfer_count: license.transfer_count + Number(isTransfer),
      vacated_seats: license.vacated_seats - Number(retakesSeat(device, isTransfer)),
      assignment: assignment && {
        ...assignment,
        total_activations: assignment.total_activations + 1,
      },
    },
    device: {
      id: device?.id ?? newDeviceId,
      license_id: license.id,
      active: true,
      blacklisted: false,
      vacated: false,
      license_user_id: assignment?.license_user_id ?? null,
      last_seen_at: now,
    },
  };
}

/** The end of a license that is valid for some days from its first activation; undefined when it has none of that kind. */
export function endFromActivation(
  license: Pick<License, 'valid_until' | 'valid_days' | 'starts_at'>,
  now: Date,
): Date | undefined {
  if (license.valid_until !== null || license.valid_days === null) return undefined;
  return endAfterDays(license.valid_days, license, now);
}

function refuse(code: ErrorCode, message: string): Activation {
  return { outcome: 'refuse', code, message };
}
