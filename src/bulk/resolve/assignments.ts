import { Known } from './known.ts';
import { findLicenses } from './known-licenses.ts';
import { valuesIn, singleMatch, type Resolve, toFound, mapAccepted } from './resolving.ts';
import { rowOf } from './row-of.ts';

/** An assignment is identified by its license and its user. */
export const resolveAssignments: Resolve = async (resolving) => {
  const { lines, staging, refuse } = resolving;
  const licenses = await findLicenses(resolving, 'license_id');
  const users = new Known(
    await staging.find('license_users', { email: valuesIn(lines, 'user') }),
    ({ email }) => email,
  );
  const pairs = mapAccepted(lines, (line) => {
    const license = licenses.referred(line);
    const rows = users.get(line.cells['user'] ?? null);
    const user = singleMatch(resolving, line, { column: 'user', rows });
    if (license === undefined || user === undefined) return undefined;
    if (license.license_key === null) return { line, license, user };
    return refuse(line, 'license_key', 'is for a product without users');
  });
  const licenseIds = [...new Set(pairs.map(({ license }) => license.id))];
  const userIds = [...new Set(pairs.map(({ user }) => user.id))];
  const keyOf = (row: { license_id: number; license_user_id: number }) =>
    `${row.license_id} ${row.license_user_id}`;
  const known = new Known(
    await staging.find('license_assignments', { license_user_id: userIds, license_id: licenseIds }),
    keyOf,
  );
  const counts = await staging.countAssignments(licenseIds);

  return mapAccepted(pairs, ({ line, license, user }) => {
    const keys = { license_id: license.id, license_user_id: user.id };
    const matches = known.get(keyOf(keys));
    const count = counts.get(license.id) ?? 0;
    const { max_license_users: most } = license;
    if (matches.length === 0 && most !== null && count >= most) {
      refuse(line, 'user', `exceeds the ${most} user(s) that the license allows`);
      return undefined;
    }
    const { max_activations: own = null } = line.cells;
    const bound = matches[0]?.total_activations ?? 0;
    if (own !== null && Number(own) < bound) {
      return refuse(line, 'max_activations', `is less than the ${bound} active device(s)`);
    }
    const staged = rowOf(resolving, line, {
      column: 'user',
      matches,
      keys: () => keys,
      defaults: { ...keys, total_activations: 0 },
      changes: {},
    });
    if (staged === undefined) return undefined;
    if (matches.length === 0) counts.set(license.id, count + 1);
    known.add(toFound(staged.row));
    return staged;
  });
};
