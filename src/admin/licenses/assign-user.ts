import { ApiError } from '../../rules/errors.ts';
import { assertRoomForUsers, type IssuedLicense } from '../../rules/issued-license.ts';
import type { LicenseUser } from '../../rules/license-user.ts';
import type { Stored } from '../../store/stored.ts';
import type { Tables } from '../../store/tables.ts';
import { inUse, notFoundById } from '../change.ts';

/** @throws ApiError not_found */
export async function requireUser(
  store: Pick<Tables, 'licenseUsers'>,
  userId: number,
): Promise<Stored<LicenseUser>> {
  const user = await store.licenseUsers.find(userId);
  if (user === undefined) throw notFoundById('license user', userId);
  return user;
}

/**
 * Assigns a user to a license, or changes how many devices the user may activate.
 * @param license locked in the transaction
 * @param given undefined to keep the number that there is; null for no limit, as without an assignment
 * @returns the number
 * @throws ApiError validation_error for a license with a license key; license_users_max; in_use when the user
 * has more devices
 */
export async function assignUser(
  store: Pick<Tables, 'assignments' | 'licenses'>,
  license: Stored<IssuedLicense>,
  userId: number,
  { given, now }: { given: number | null | undefined; now: Date },
): Promise<number | null> {
  if (license.license_key !== null) {
    throw new ApiError(
      'validation_error',
      'path.id: the license has a license key, so it has no users',
    );
  }
  const before = await store.assignments.find(license.id, userId);
  const most = given === undefined ? (before?.max_activations ?? null) : given;
  if (before === undefined) {
    assertRoomForUsers(license, license.user_count + 1);
    await store.assignments.assign(license.id, userId, most);
  } else {
    const { total_activations: active } = before;
    if (most !== null && active > most) {
      throw inUse(
        `body.max_activations: the license user has ${active} active device(s). Release ${active - most} first.`,
      );
    }
    await store.assignments.setMaxActivations(license.id, userId, most);
  }
  await store.licenses.update(license, now);
  return most;
}

/**
 * Takes a license from a user.
 * @param license locked in the transaction
 * @param options.release true to release the devices of the user first
 * @returns the hardware IDs of the released devices
 * @throws ApiError in_use when the user has devices that are not to be released
 */
export async function unassignUser(
  store: Pick<Tables, 'assignments' | 'devices' | 'licenses' | 'seats'>,
  license: Stored<IssuedLicense>,
  userId: number,
  { release, now }: { release: boolean; now: Date },
): Promise<string[]> {
  const devices = await store.devices.listActive(license.id, userId);
  if (devices.length > 0 && !release) {
    throw inUse(
      `The license user has ${devices.length} active device(s). Release them first, or send release_devices=true.`,
    );
  }
  for (const device of devices) await store.seats.releaseDevice(device, now);
  await store.assignments.unassign(license.id, userId);
  await store.licenses.update(license, now);
  return devices.map(({ hardware_id: hardwareId }) => hardwareId);
}
