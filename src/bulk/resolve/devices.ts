import type { Found } from '../../store/bulk/staging.ts';
import type { Line } from '../parse-record.ts';
import { faultOfNewId, findNeighbours } from './ids.ts';
import { Known } from './known.ts';
import { findLicenses } from './known-licenses.ts';
import {
  valuesIn,
  singleMatch,
  type Resolve,
  type Resolving,
  mapAccepted,
  storedBefore,
  toFound,
} from './resolving.ts';
import { rowOf } from './row-of.ts';
import { Seats } from './seats.ts';

/**
 * A device is identified by its license and its hardware ID. It takes a seat of its license and of its user. An import
 * never overwrites devices, since the server changes them at any time.
 */
export const resolveDevices: Resolve = async (resolving) => {
  const { lines, staging, refuse } = resolving;
  const owners = await findOwners(resolving);
  const licenseIds = [...new Set(owners.map(({ license }) => license.id))];
  const userIds = [...new Set(owners.flatMap(({ user }) => (user === null ? [] : [user.id])))];
  const keyOf = (row: { license_id: number; hardware_id: string }) =>
    `${row.license_id} ${row.hardware_id}`;
  const hardwareIds = valuesIn<string>(lines, 'hardware_id');
  const known = new Known(
    await staging.find('devices', { license_id: licenseIds, hardware_id: hardwareIds }),
    keyOf,
  );
  const ids = new Known(
    await staging.find('devices', { id: valuesIn(lines, 'id') }),
    ({ id }) => id,
  );
  const seats = new Seats(
    await staging.find('license_assignments', {
      license_user_id: userIds,
      license_id: licenseIds,
    }),
    await staging.countSeats(licenseIds),
  );

  const neighbours = await findNeighbours(resolving, 'devices', valuesIn(lines, 'id'));

  return mapAccepted(owners, ({ line, license, user }) => {
    const hardwareId = String(line.cells['hardware_id'] ?? '');
    const key = keyOf({ license_id: license.id, hardware_id: hardwareId });
    if (ids.get(line.cells['id'] ?? null).some((other) => keyOf(other) !== key)) {
      return refuse(line, 'id', 'belongs to another device');
    }
    const { id = null, active = 1, vacated = 0 } = line.cells;
    const [named] = storedBefore(resolving, known.get(key));
    if (named?.id !== id) {
      const other = named && { column: 'hardware_id', name: hardwareId, id: named.id };
      const fault = faultOfNewId(id, other, neighbours(id));
      if (fault !== undefined) return refuse(line, 'id', fault);
    }
    if (active === 1 && vacated === 1) {
      return refuse(line, 'vacated', 'must be false for an active device');
    }
    const staged = rowOf({ ...resolving, update: false }, withTimes(line), {
      column: 'hardware_id',
      matches: known.get(key),
      keys: () => ({}),
      defaults: { license_id: license.id, license_user_id: user?.id ?? null },
      changes: {},
    });
    if (staged === undefined) return undefined;
    const fault = active === 1 ? seats.take(license, user) : seats.faultOfUser(license, user);
    if (fault !== undefined) return refuse(line, ...fault);
    const row = toFound<'devices'>(staged.row);
    known.add(row);
    ids.add(row);
    const variables = Object.keys(JSON.parse(row.variables) as object).length;
    return { ...staged, included: { variables } };
  });
};

/** Times that the file does not have get the time of the activation. */
function withTimes({ number, cells }: Line): Line {
  const { activated_at: time } = cells;
  const times = time === undefined ? {} : { created_at: time, updated_at: time };
  return { number, cells: { ...times, ...cells } };
}

/** Finds the license and the user of each device. */
async function findOwners(resolving: Resolving) {
  const licenses = await findLicenses(resolving, 'license_id');
  const users = new Known(
    await resolving.staging.find('license_users', { email: valuesIn(resolving.lines, 'user') }),
    ({ email }) => email,
  );
  return mapAccepted(resolving.lines, (line) => {
    const license = licenses.referred(line);
    const email = line.cells['user'] ?? null;
    const user: Found<'license_users'> | null | undefined =
      email === null
        ? null
        : singleMatch(resolving, line, { column: 'user', rows: users.get(email) });
    return license === undefined || user === undefined ? undefined : { line, license, user };
  });
}
