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
  return matches.some(({ staged }) => staged) ? 'stands in the file twice' : undefined;
}

/**
 * The row that a line stands for: a new one, or changes to one that is there already.
 * @param known.matches the rows that the line may mean
 * @param known.column what they were found by
 * @param known.keys what identifies a row
 * @param known.beside what a new row holds beside what the file says
 * @param known.changes what a row that is there gets beside what the file says
 * @returns undefined where the line was refused
 */
export function rowOf<Row extends Match>(
  resolving: Resolving,
  line: Line,
  known: {
    matches: readonly Row[];
    column: string;
    keys: (row: Row) => BulkRow;
    beside: BulkRow;
    changes: BulkRow;
  },
): StagedRow | undefined {
  const { matches, column, beside } = known;
  const [found] = matches;
  if (found === undefined) return newRow(resolving, line, beside);
  const reason =
    faultOfRepeat(matches) ??
    (!resolving.update
      ? 'is there already'
      : matches.length > 1
        ? 'is what several have; name the one that is meant by its id'
        : undefined);
  if (reason !== undefined) return resolving.refuse(line, column, reason);
  return changedRow(resolving, line, { ...known, found, keys: known.keys(found) });
}

function newRow(
  { columns, now, refuse }: Resolving,
  line: Line,
  beside: BulkRow,
): StagedRow | undefined {
  const row: Record<string, Cell> = { ...beside };
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

/** It has all columns that a new row has; those that are not overwritten do not count. */
function changedRow(
  { columns }: Resolving,
  line: Line,
  {
    beside,
    changes,
    keys,
    found,
  }: { beside: BulkRow; changes: BulkRow; keys: BulkRow; found: object },
): StagedRow {
  const kept = Object.entries(columns).filter(([, column]) => column.derived !== true);
  const cells = Object.fromEntries(kept.map(([name]) => [name, line.cells[name] ?? null]));
  const given = kept.filter(
    ([name, { fixed }]) => Object.hasOwn(line.cells, name) && fixed !== true,
  );
  const row: BulkRow = { ...beside, ...cells, ...changes, ...keys };
  const overwrites = [...given.map(([name]) => name), ...Object.keys(changes)];
  const stored = found as BulkRow;
  const changed = overwrites.filter((name) => name !== 'updated_at' && row[name] !== stored[name]);
  return { row, overwrites: changed.length === 0 ? UNCHANGED : overwrites, changed };
}
