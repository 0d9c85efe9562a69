import { hashPassword } from '../../security/password.ts';
import { UNCHANGED } from '../../store/bulk/store-staged.ts';
import { faultOfNewId, findNeighbours } from './ids.ts';
import { Known } from './known.ts';
import { valuesIn, type Resolve, mapAccepted, storedBefore, toFound } from './resolving.ts';
import { rowOf } from './row-of.ts';

/** A user is identified by e-mail address. */
export const resolveUsers: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const known = new Known(
    await staging.find('license_users', { email: valuesIn(lines, 'email') }),
    ({ email }) => email,
  );
  const ids = new Known(
    await staging.find('license_users', { id: valuesIn(lines, 'id') }),
    ({ id }) => id,
  );
  const neighbours = await findNeighbours(resolving, 'license_users', valuesIn(lines, 'id'));
  const rows = mapAccepted(lines, (line) => {
    const { email = null, id = null, password = null, password_hash: hash = null } = line.cells;
    if (password !== null && hash !== null) {
      return refuse(line, 'password', 'and password_hash may not both be given');
    }
    const matches = known.get(email);
    if (id !== null && ids.get(id).some((other) => other.email !== email)) {
      return refuse(line, 'id', 'belongs to another user');
    }
    const [named] = storedBefore(resolving, matches);
    if (named?.id !== id) {
      const other = named && { column: 'email', name: email, id: named.id };
      const fault = faultOfNewId(id, other, neighbours(id));
      if (fault !== undefined) return refuse(line, 'id', fault);
    }
    // An imported password was chosen by somebody else, so applications ask for a new one.
    const isInitial = password === null ? {} : { is_initial_password: 1 };
    const told = { ...line, cells: { ...isInitial, ...line.cells } };
    const staged = rowOf(resolving, told, {
      column: 'email',
      matches,
      keys: (row) => ({ id: row.id }),
      defaults: { updated_at: now },
      changes: { updated_at: now },
    });
    if (staged === undefined) return undefined;
    const row = toFound<'license_users'>(staged.row);
    known.add(row);
    ids.add(row);
    return { ...staged, password };
  });
  // Hashing is slow on purpose, so only accepted lines are hashed.
  return Promise.all(
    rows.map(async ({ row, overwrites, changed, password }) => {
      if (password === null) return { row, overwrites, ...(changed && { changed }) };
      const passwordHash = await hashPassword(String(password));
      return {
        row: { ...row, password_hash: passwordHash },
        overwrites: overwrites.length === 0 ? [] : [...overwritten(overwrites), 'password_hash'],
        ...(changed && { changed: [...changed, 'password'] }),
      };
    }),
  );
};

/** A row with a new password counts as changed. */
function overwritten(overwrites: readonly string[]): readonly string[] {
  return overwrites === UNCHANGED ? ['updated_at'] : overwrites;
}
