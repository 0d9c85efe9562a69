import { isClosed } from '../../rules/consumption.ts';
import { Known } from './known.ts';
import { licensesOfLines } from './licenses-of-lines.ts';
import { mapAccepted, type Resolve, toFound, valuesIn } from './resolving.ts';
import { rowOf } from './row-of.ts';

/**
 * The use on a day is identified by its license, feature and day. The feature need not exist: what was counted outlives
 * it. Counters do not change.
 */
export const resolveConsumptions: Resolve = async (resolving) => {
  const { lines, staging, refuse, now } = resolving;
  const ofLines = await licensesOfLines(resolving);
  const keyOf = (row: { license_id: number; feature_code: string; created_at: number }) =>
    `${row.license_id} ${row.created_at} ${row.feature_code}`;
  const known = new Known(
    await staging.find('consumption_days', {
      license_id: [...new Set(ofLines.map(({ license }) => license.id))],
      created_at: valuesIn(lines, 'day'),
    }),
    keyOf,
  );

  return mapAccepted(ofLines, ({ line, license }) => {
    const { day = null, feature } = line.cells;
    if (day === null) return refuse(line, 'day', 'is missing');
    if (Number(day) > now) return refuse(line, 'day', 'is in the future');
    const names = {
      license_id: license.id,
      feature_code: String(feature ?? ''),
      created_at: Number(day),
    };
    const staged = rowOf(resolving, line, {
      column: 'day',
      matches: known.get(keyOf(names)),
      keys: ({ id }) => ({ id }),
      defaults: { id: null, ...names },
      changes: {},
    });
    if (staged === undefined) return undefined;
    const isChanged = (staged.changed ?? []).length > 0;
    if (isChanged && !isClosed(new Date(names.created_at), new Date(now))) {
      return refuse(line, 'day', 'cannot change yet: a server may still count on it');
    }
    known.add(toFound(staged.row));
    return staged;
  });
};
