import { parse } from 'csv-parse/sync';
import { type Delimiter, detectDelimiter, namedDelimiter } from './delimiters.ts';
import { type Fault, LineFault } from './fault.ts';
import { unquoteFormula } from './formulas.ts';
import type { RawRecord } from './raw-record.ts';
import type { Row } from './read-rows.ts';

export interface CsvSettings {
  /** The delimiter; undefined to detect it. */
  readonly delimiter?: Delimiter | undefined;
  /** True to keep the quotes before formulas. */
  readonly raw?: boolean | undefined;
}

/**
 * Converts the rows of a file to records. The first row names the columns.
 * @param columns the columns that the file may have
 * @param tell called for each invalid row
 * @returns a function that converts the next rows
 */
export function csvRecords(
  columns: readonly string[],
  tell: (fault: Fault) => void,
  settings: CsvSettings,
): (rows: readonly Row[]) => RawRecord[] {
  let names: readonly string[] | undefined;
  let { delimiter } = settings;
  return (rows) => {
    let rest = rows;
    const [first] = rows;
    if (names === undefined && first !== undefined) {
      const named = namedDelimiter(first.text);
      if (named !== undefined) rest = rows.slice(1);
      delimiter ??= named ?? detectDelimiter(first.text);
    }
    const cells = parseRows(rest, delimiter ?? ',', tell).filter(hasContent);
    // The first rows may hold only the line `sep=`.
    names ??= readHeader(cells.shift(), columns);
    return cells.flatMap((row) => toRecord(row, names ?? [], settings, tell) ?? []);
  };
}

interface Cells {
  readonly line: number;
  readonly texts: readonly string[];
}

function toRecord(
  { line, texts }: Cells,
  names: readonly string[],
  { raw }: CsvSettings,
  tell: (fault: Fault) => void,
): RawRecord | undefined {
  // Spreadsheets fill short rows with empty cells.
  const beyond = texts.slice(names.length).some((text) => text.trim() !== '');
  if (texts.length < names.length || beyond) {
    tell({ line, reason: `has ${texts.length} cell(s), the first line ${names.length}` });
    return undefined;
  }
  const valueOf = (text = '') => (raw === true ? text : unquoteFormula(text));
  return { line, values: new Map(names.map((name, index) => [name, valueOf(texts[index])])) };
}

function hasContent({ texts }: Cells): boolean {
  return texts.some((text) => text.trim() !== '');
}

/** Reads the names of the columns. @throws LineFault when the line is missing, or has an unknown or repeated column */
function readHeader(first: Cells | undefined, columns: readonly string[]): string[] {
  if (first === undefined) {
    throw new LineFault({ line: 1, reason: 'is missing: the first line names the columns' });
  }
  const names = first.texts.map((name) => name.trim().toLowerCase());
  const last = names.findLastIndex((name) => name !== '');
  names.length = last + 1;
  names.forEach((column, index) => {
    const refuse = (reason: string) => new LineFault({ line: first.line, column, reason });
    if (!columns.includes(column)) throw refuse(`is not one of the columns ${columns.join(', ')}`);
    if (names.indexOf(column) !== index) throw refuse('is named twice');
  });
  return names;
}

/** Parses all rows at once, which is fast, or one by one when one of them is invalid. */
function parseRows(
  rows: readonly Row[],
  delimiter: Delimiter,
  tell: (fault: Fault) => void,
): Cells[] {
  const parseCsv = (text: string): string[][] =>
    parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
  try {
    const all = parseCsv(rows.map(({ text }) => text).join('\n'));
    return rows.map(({ line }, index) => ({ line, texts: all[index] ?? [] }));
  } catch {
    return rows.flatMap((row) => {
      try {
        return [{ line: row.line, texts: parseCsv(row.text)[0] ?? [] }];
      } catch {
        const until =
          row.lastLine === row.line ? '' : ` between this line and line ${row.lastLine}`;
        tell({ line: row.line, reason: `has a misplaced quote${until}` });
        return [];
      }
    });
  }
}
