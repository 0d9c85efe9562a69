import { newId } from '../rules/ids.ts';
import type { Origin } from '../rules/audit-event.ts';
import type { About } from '../rules/about.ts';
import { afterActivation, type ChosenActivation, endFromActivation } from '../rules/activation.ts';
import { endOfFeature } from '../rules/license-feature.ts';
import { type Candidate, type Device, refusalOf } from '../rules/license.ts';
import { usedUpTrial } from '../rules/trial.ts';
import type { DeviceReport } from '../store/tables/seats.ts';
import type { Tables } from '../store/tables.ts';

/** The device of an activation, and the request for the audit log. */
export interface ActivatingDevice {
  readonly hardwareId: string;
  readonly report: DeviceReport;
  readonly action: string;
  readonly origin: Origin;
  readonly about: About;
}

/**
 * Activates a license that was chosen on a device: takes its seat, or keeps it, sets the ends of the license and its features,
 * and writes the audit entry. Call it in the transaction that has locked the license.
 * @returns the license and its device as they are now
 * @throws ApiError trial_expired when the device has used up another trial; validation_error when it would have too many
 * variables
 */
export async function activateOnDevice<Chosen extends Candidate>(
  store: Tables,
  chosen: ChosenActivation<Chosen>,
  { hardwareId, report, action, origin, about }: ActivatingDevice,
  now: Date,
): Promise<Chosen & { readonly device: Device }> {
  const { candidate, activation } = chosen;
  const { license, device } = candidate;
  if (license.is_trial && license.trial_holder !== null && activation.outcome === 'bind') {
    const end = await store.trials.findUsedUp(license.id, hardwareId, now);
    if (end !== undefined) throw refusalOf(candidate, ...usedUpTrial(end));
  }
  const newDeviceId = newId();
  if (activation.outcome === 'keep' && device !== undefined) {
    await store.seats.updateDevice(device, report, now);
  } else {
    const isTransfer = activation.outcome === 'bind' && activation.isTransfer;
    await store.seats.bindDevice({
      license,
      device,
      newDeviceId,
      hardwareId,
      report,
      isTransfer,
      now,
    });
  }
  const end = endFromActivation(license, now);
  if (end !== undefined) await store.seats.setEnd(license.id, end);
  for (const feature of license.features) {
    const featureEnd = endOfFeature(feature, license, now);
    if (featureEnd !== undefined) await store.licenseFeatures.setEnd(feature.id, featureEnd);
  }
  const subject = { kind: 'license', id: license.id } as const;
  await store.audit.record(origin, { action, outcome: 'done', subject, about }, now);
  return afterActivation(chosen, newDeviceId, now);
}
