import { stringify } from 'csv-stringify/sync';
import { plain } from '../terminal/plain.ts';
import type { Store } from '../store/store.ts';
import type { BulkRow, Included } from '../store/bulk/bulk-rows.ts';
import type { ExportFilter } from '../store/bulk/export-rows.ts';
import type { Delimiter } from './delimiters.ts';
import { quoteFormula } from './formulas.ts';
import type { Column, Columns } from './column.ts';
import type { KindName } from './kind-names.ts';
import { kinds } from './kinds.ts';
import type { Format } from './format.ts';
import { importers } from './resolve/importers.ts';

export interface ExportOptions extends ExportFilter {
  /** The delimiter of CSV. */
  readonly delimiter: Delimiter;
  /** True to write texts unchanged, even when a spreadsheet would run them as formulas. */
  readonly raw: boolean;
  /** True to begin CSV with a byte order mark, which tells spreadsheets that it is UTF-8. */
  readonly mark: boolean;
  readonly kind: KindName;
  readonly format: Format;
  readonly withPasswordHashes: boolean;
  /** True to escape control characters in values, for a terminal. */
  readonly forTerminal: boolean;
  /** True to leave out the columns with ids. */
  readonly withoutIds: boolean;
}

/** How many rows are written at a time. */
const BATCH = 500;

/**
 * Writes rows in the form that `importRecords` reads.
 * @returns the number of rows and of the records that they include, the names of the columns, and the text in pieces, each with its number of rows
 */
export async function exportRecords(
  store: Store,
  options: ExportOptions,
): Promise<{
  total: number;
  included: Included;
  columns: string[];
  pieces: AsyncIterable<{ text: string; rows: number }>;
}> {
  const exported = store.export(importers[options.kind].table, options);
  const { rows: total, ...included } = await exported.count();
  return {
    total,
    included,
    columns: Object.keys(writtenColumns(options)),
    pieces: toText(exported.rows(), options),
  };
}

async function* toText(rows: AsyncIterable<BulkRow>, options: ExportOptions) {
  const columns = writtenColumns(options);
  const write = options.format === 'csv' ? csvText(options) : jsonText;
  if (options.format === 'csv') {
    const mark = options.mark ? '\u{FEFF}' : '';
    yield { text: `${mark}${csvLines([Object.keys(columns)], options)}`, rows: 0 };
  }
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
  // A column that is secret and derived is a password, which is not stored.
  const isWritten = ({ secret, derived, identifies: tells }: Column) =>
    (secret !== true || (withPasswordHashes && derived !== true)) &&
    !(withoutIds && tells === 'id');
  return Object.fromEntries(Object.entries(all).filter(([, column]) => isWritten(column)));
}

function jsonText(rows: readonly BulkRow[], columns: Columns): string {
  return rows.map((row) => `${JSON.stringify(present(row, columns))}\n`).join('');
}

function csvText(options: ExportOptions) {
  const { raw, forTerminal } = options;
  return (rows: readonly BulkRow[], columns: Columns): string => {
    const nones = Object.values(columns).map(({ none = '' }) => none);
    const cellsOf = (row: BulkRow) =>
      Object.values(present(row, columns)).map((value, at) => {
        const text = value === null ? (nones[at] ?? '') : textOf(value);
        const safe = raw ? text : quoteFormula(text);
        return forTerminal ? plain(safe) : safe;
      });
    return csvLines(rows.map(cellsOf), options);
  };
}

function present(row: BulkRow, columns: Columns): Record<string, unknown> {
  const shown = Object.entries(columns).map(([name, { type }]) => {
    const cell = row[name] ?? null;
    return [name, cell === null ? null : type.present(cell)] as const;
  });
  return Object.fromEntries(shown);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * CSV as in RFC 4180. Cells that contain a lone line feed or any delimiter are quoted too, since spreadsheets in other
 * countries expect another delimiter.
 */
function csvLines(
  rows: readonly (readonly string[])[],
  { delimiter }: Pick<ExportOptions, 'delimiter'>,
): string {
  return stringify([...rows], { delimiter, record_delimiter: '\r\n', quoted_match: /[\r\n,;\t]/ });
}
