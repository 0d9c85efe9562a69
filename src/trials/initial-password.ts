import type { LicenseUser } from '../rules/license-user.ts';
import type { Tables } from '../store/tables.ts';

const KIND = 'trial-password';
/** Milliseconds for which the device that has begun a trial can get the random password again: answers get lost. */
const KEPT = 3_600_000;

const idOf = (licenseId: number, hardwareId: string) => `${licenseId} ${hardwareId}`;

/** Keeps the random password of a new license user for the device that has begun the trial. */
export async function keepInitialPassword(
  store: Pick<Tables, 'records'>,
  trial: { readonly licenseId: number; readonly hardwareId: string },
  password: string,
  now: Date,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + KEPT);
  await store.records.put(KIND, idOf(trial.licenseId, trial.hardwareId), { password }, expiresAt);
}

/** @returns empty when there is none, for another device, after an hour, and when the user has changed it */
export async function findInitialPassword(
  store: Pick<Tables, 'records'>,
  trial: { readonly licenseId: number; readonly hardwareId: string },
  user: LicenseUser | undefined,
  now: Date,
): Promise<string> {
  if (user?.is_initial_password !== true || !user.self_registered) return '';
  const found = await store.records.find(KIND, idOf(trial.licenseId, trial.hardwareId));
  if (found === undefined || found.expiresAt <= now) return '';
  return String(found.payload['password']);
}
