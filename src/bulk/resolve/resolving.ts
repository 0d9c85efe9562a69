import type { BulkRow, StagedRow } from '../../store/bulk/bulk-rows.ts';
import type { Found, Staging } from '../../store/bulk/staging.ts';
import type { Schema } from '../../store/schema.ts';
import type { Cell } from '../cell-types.ts';
import type { Columns } from '../column.ts';
import type { Line } from '../parse-record.ts';

/** The lines to convert to rows, with what the conversion needs. */
export interface Resolving {
  readonly lines: readonly Line[];
  readonly columns: Columns;
  readonly staging: Staging;
  /** True to overwrite existing rows. Otherwise they are faults. */
  readonly update: boolean;
  /** The IDs of rows that a partial import of this file has stored already. */
  readonly storedIds: ReadonlySet<number>;
  /** Milliseconds. */
  readonly now: number;
  /** Refuses a line, with the reason. */
  readonly refuse: (line: Line, column: string, reason: string) => undefined;
}

/** Converts lines to rows. Refused lines are left out. */
export type Resolve = (resolving: Resolving) => Promise<StagedRow[]>;

/** The rows of a table that a line may refer to. */
export interface Matches<Table extends keyof Schema> {
  /** The column by which they were found. */
  readonly column: string;
  readonly rows: readonly Found<Table>[];
}

/** The distinct values of a column. */
export function valuesIn<T extends Cell>(lines: readonly Line[], column: string): T[] {
  const values = new Set(lines.map(({ cells }) => cells[column] ?? null));
  values.delete(null);
  return [...values] as T[];
}

/** Maps each item. Items for which `take` returns undefined are left out. */
export function mapAccepted<In, Out>(
  all: readonly In[],
  take: (one: In) => Out | undefined,
): Out[] {
  return all.map(take).filter((out) => out !== undefined);
}

/** The one row that a line refers to. @returns undefined when there is none or several; the line is refused then */
export function singleMatch<Table extends keyof Schema>(
  { refuse }: Resolving,
  line: Line,
  { column, rows }: Matches<Table>,
): Found<Table> | undefined {
  const [row] = rows;
  const cell = line.cells[column] ?? null;
  if (cell === null) return refuse(line, column, 'is missing');
  const value = JSON.stringify(cell);
  if (row === undefined) return refuse(line, column, `${value} does not exist`);
  if (rows.length > 1) return refuse(line, column, `${value} matches several rows`);
  return row;
}

/** Those of the rows that were stored before the import began. */
export function storedBefore<Row extends { readonly id: number | null; readonly staged: boolean }>(
  { storedIds }: Pick<Resolving, 'storedIds'>,
  rows: readonly Row[],
): Row[] {
  return rows.filter(({ id, staged }) => !staged && !storedIds.has(id ?? 0));
}

/** Makes a staged row available to later lines. */
export function toFound<Table extends keyof Schema>(row: BulkRow): Found<Table> {
  const found: unknown = { ...row, staged: true };
  return found as Found<Table>;
}
