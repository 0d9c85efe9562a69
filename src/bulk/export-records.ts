import { stringify } from 'csv-stringify/sync';
import { plain } from '../terminal/plain.ts';
import type { Store } from '../store/store.ts';
import type { BulkRow } from '../store/staging.ts';
import type { ExportFilter } from '../store/export-rows.ts';
import { type Column, type Columns, type KindName, kinds } from './kinds.ts';
import type { Format } from './format.ts';
import { ways } from './resolve/ways.ts';

export interface ExportOptions extends ExportFilter {
  readonly kind: KindName;
  readonly format: Format;
  readonly withPasswordHashes: boolean;
  /** Whether line breaks and other controls in a value are shown, as for a terminal. */
  readonly forTerminal: boolean;
  /** Whether the columns with ids are left out. */
  readonly withoutIds: boolean;
}

/** How many rows are written at a time. */
const BATCH = 500;

/**
 * Writes rows as the text of a file that `importRecords` reads.
 * @returns how many there are, and the text in pieces, each with the number of rows in it
 */
export async function exportRecords(
  store: Store,
  options: ExportOptions,
): Promise<{ total: number; pieces: AsyncIterable<{ text: string; rows: number }> }> {
  const exported = store.export(ways[options.kind].table, options);
  return { total: await exported.count(), pieces: toText(exported.rows(), options) };
}

async function* toText(rows: AsyncIterable<BulkRow>, options: ExportOptions) {
  const columns = writtenColumns(options);
  const toCell = options.forTerminal ? (value: unknown) => plain(cellOf(value)) : cellOf;
  const write = options.format === 'csv' ? csvText(toCell) : jsonText;
  if (options.format === 'csv') yield { text: csvLines([Object.keys(columns)]), rows: 0 };
  let batch: BulkRow[] = [];
  for await (const row of rows) {
    if (batch.push(row) < BATCH) continue;
    yield { text: write(batch, columns), rows: batch.length };
    batch = [];
  }
  yield { text: write(batch, columns), rows: batch.length };
}

function writtenColumns({ kind, withPasswordHashes, withoutIds }: ExportOptions): Columns {
  const all: Columns = kinds[kind];
  // What is both is a password: there is none to be written.
  const isWritten = ({ secret, derived, tells }: Column) =>
    (secret !== true || (withPasswordHashes && derived !== true)) &&
    !(withoutIds && tells === 'id');
  return Object.fromEntries(Object.entries(all).filter(([, column]) => isWritten(column)));
}

function jsonText(rows: readonly BulkRow[], columns: Columns): string {
  return rows.map((row) => `${JSON.stringify(present(row, columns))}\n`).join('');
}

function csvText(toCell: (value: unknown) => string) {
  return (rows: readonly BulkRow[], columns: Columns): string =>
    csvLines(rows.map((row) => Object.values(present(row, columns)).map(toCell)));
}

function present(row: BulkRow, columns: Columns): Record<string, unknown> {
  const shown = Object.entries(columns).map(([name, { type }]) => {
    const cell = row[name] ?? null;
    return [name, cell === null ? null : type.present(cell)] as const;
  });
  return Object.fromEntries(shown);
}

function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As RFC 4180 has it. A lone line feed within a cell is quoted too. */
function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify([...rows], { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
