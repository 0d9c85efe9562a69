import type { Deps } from '../deps.ts';
import type { Credential } from '../rules/credential.ts';
import { type Device, shouldRecordSeen } from '../rules/license.ts';

/** Stores that a device was seen. A failure to store it does not fail the check; with a read-only credential nothing is stored. */
export async function recordSeen(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  credential: Credential,
  device: Device,
  now: Date,
): Promise<void> {
  if (credential.read_only || !shouldRecordSeen(device, now)) return;
  await store.seats.recordSeen(device, now).catch((error: unknown) => {
    log.warn({ err: error }, 'the last use of a device could not be stored');
  });
}
