import { randomUUID } from 'node:crypto';
import { UNCHANGED } from '../../store/bulk/store-staged.ts';
import type { BulkRow, StagedRow } from '../../store/bulk/bulk-rows.ts';
import type { Cell } from '../cell-types.ts';
import type { Line } from '../parse-record.ts';
import type { Resolving } from './resolving.ts';

interface Match {
  readonly staged: boolean;
}

/** The fault of a line that repeats a row of an earlier line. */
export function faultOfRepeat(matches: readonly Match[]): string | undefined {
  return matches.some(({ staged }) => staged) ? 'is in the file twice' : undefined;
}

/**
 * The row to store for a line: a new row, or the changes of an existing one.
 * @param known.matches the rows that the line may refer to
 * @param known.column the column by which they were found
 * @param known.keys the columns that identify a row
 * @param known.defaults values of a new row in addition to those of the file
 * @param known.changes values of an existing row in addition to those of the file
 * @returns undefined when the line was refused
 */
export function rowOf<Row extends Match>(
  resolving: Resolving,
  line: Line,
  known: {
    matches: readonly Row[];
    column: string;
    keys: (row: Row) => BulkRow;
    defaults: BulkRow;
    changes: BulkRow;
  },
): StagedRow | undefined {
  const { matches, column, defaults } = known;
  const [found] = matches;
  if (found === undefined) return newRow(resolving, line, defaults);
  const reason =
    faultOfRepeat(matches) ??
    (!resolving.update
      ? 'exists already'
      : matches.length > 1
        ? 'matches several rows; name the right one by its id'
        : undefined);
  if (reason !== undefined) return resolving.refuse(line, column, reason);
  return changedRow(resolving, line, { ...known, found, keys: known.keys(found) });
}

function newRow(
  { columns, now, refuse }: Resolving,
  line: Line,
  defaults: BulkRow,
): StagedRow | undefined {
  const row: Record<string, Cell> = { ...defaults };
  let complete = true;
  for (const [name, column] of Object.entries(columns)) {
    if (column.derived === true) continue;
    const cell = Object.hasOwn(line.cells, name) ? line.cells[name] : column.default;
    if (cell !== undefined) row[name] = cell;
    else {
      refuse(line, name, 'is missing');
      complete = false;
    }
    if (column.generated === 'now') row[name] ??= now;
    if (column.generated === 'uuid') row[name] ??= randomUUID();
  }
  return complete ? { row, overwrites: [] } : undefined;
}

/** It has all columns of a new row. Those that are not in `overwrites` are ignored. */
function changedRow(
  { columns }: Resolving,
  line: Line,
  {
    defaults,
    changes,
    keys,
    found,
  }: { defaults: BulkRow; changes: BulkRow; keys: BulkRow; found: object },
): StagedRow {
  const kept = Object.entries(columns).filter(([, column]) => column.derived !== true);
  const cells = Object.fromEntries(kept.map(([name]) => [name, line.cells[name] ?? null]));
  const given = kept.filter(
    ([name, { fixed }]) => Object.hasOwn(line.cells, name) && fixed !== true,
  );
  const row: BulkRow = { ...defaults, ...cells, ...changes, ...keys };
  const overwrites = [...given.map(([name]) => name), ...Object.keys(changes)];
  const stored = found as BulkRow;
  const changed = overwrites.filter((name) => name !== 'updated_at' && row[name] !== stored[name]);
  return { row, overwrites: changed.length === 0 ? UNCHANGED : overwrites, changed };
}
