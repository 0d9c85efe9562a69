import { parse } from 'csv-parse/sync';
import { type Fault, LineFault } from './fault.ts';
import type { RawRecord } from './read-records.ts';
import type { Row } from './read-rows.ts';

/**
 * Makes records of the rows of one file, of which the first names the columns.
 * @param columns those there may be
 * @param tell is told each row that cannot be read
 */
export function csvRecords(
  columns: readonly string[],
  tell: (fault: Fault) => void,
): (rows: readonly Row[]) => RawRecord[] {
  let header: readonly string[] | undefined;
  return (rows) => {
    const cells = parseRows(rows, tell);
    const names = (header ??= readHeader(cells.shift(), columns));
    return cells.flatMap(({ line, texts }) => {
      if (texts.length !== names.length) {
        tell({ line, reason: `has ${texts.length} cell(s), the first line ${names.length}` });
        return [];
      }
      return [{ line, values: new Map(names.map((name, index) => [name, texts[index]])) }];
    });
  };
}

interface Cells {
  readonly line: number;
  readonly texts: readonly string[];
}

/** @throws LineFault where there is none, or it names a column that there is not, or one twice */
function readHeader(first: Cells | undefined, columns: readonly string[]) {
  if (first === undefined) {
    throw new LineFault({ line: 1, reason: 'is missing: the first line names the columns' });
  }
  const names = first.texts.map((name) => name.trim());
  // As spreadsheets write it where the comma is in numbers.
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    const reason = 'has no comma: commas separate the cells, not semicolons or tabs';
    throw new LineFault({ line: first.line, reason });
  }
  names.forEach((column, index) => {
    const refuse = (reason: string) => new LineFault({ line: first.line, column, reason });
    if (!columns.includes(column)) throw refuse(`is none of the columns ${columns.join(', ')}`);
    if (names.indexOf(column) !== index) throw refuse('is named twice');
  });
  return names;
}

/** All at once, which is fast; one by one where one of them is at fault. */
function parseRows(rows: readonly Row[], tell: (fault: Fault) => void): Cells[] {
  try {
    const all = parseCsv(rows.map(({ text }) => text).join('\n'));
    return rows.map(({ line }, index) => ({ line, texts: all[index] ?? [] }));
  } catch {
    return rows.flatMap((row) => {
      try {
        return [{ line: row.line, texts: parseCsv(row.text)[0] ?? [] }];
      } catch {
        const until = row.lastLine === row.line ? '' : `, up to line ${row.lastLine},`;
        tell({ line: row.line, reason: `has a quote${until} where none may stand` });
        return [];
      }
    });
  }
}

function parseCsv(text: string): string[][] {
  return parse(text, { record_delimiter: '\n', relax_column_count: true });
}
