import type { Candidate, Device } from '../rules/license.ts';
import type { Tables } from '../store/tables.ts';
import type { ActivatingDevice } from './activate-on-device.ts';

/** The request that gives a seat back, for the audit log. */
type Release = Pick<ActivatingDevice, 'action' | 'origin' | 'about'> & {
  readonly detail?: Record<string, unknown>;
};

/**
 * Gives the seat of a device on a license back, and writes the audit entry. Call it in the transaction that has locked the
 * license.
 */
export async function releaseDevice(
  store: Tables,
  { license, device }: Candidate & { readonly device: Device },
  { action, origin, about, detail }: Release,
  now: Date,
): Promise<void> {
  await store.seats.releaseDevice(device, now);
  const subject = { kind: 'license', id: license.id } as const;
  const event = { action, outcome: 'done', subject, about, ...(detail && { detail }) } as const;
  await store.audit.record(origin, event, now);
}
