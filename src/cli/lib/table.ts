import { type Cell, cellOf, padded, textCell, widthOf, wrap } from '../../terminal/cells.ts';
import { styled, type Styled } from '../../terminal/styled.ts';
import { type Context, print } from './context.ts';

/** Spaces between two columns. */
const GAP = 2;
/** Below this width of the terminal, rows that do not fit are printed with one field on each line. */
const NARROW = 60;
/** Words of at most this length are kept whole if possible: UUIDs, else times, else our own IDs. */
const WHOLE_WORDS = [36, 20, 16];
/** The smallest width of a column with longer words. */
const LEAST = 12;

interface Column {
  /** The width of its widest line. */
  readonly width: number;
  /** The smallest possible width. */
  readonly least: number;
}

/**
 * Prints rows under headings. On a terminal, long cells are wrapped to fit its width. If the terminal is too narrow for
 * columns, each row is printed with one field on each line.
 */
export function printTable(
  context: Context,
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  const room = roomOf(context);
  const heads = headings.map((heading) => textCell(styled('dim', heading)));
  const cells = rows.map((row) => row.map(cellOf));
  const widths = fit([heads, ...cells], room);
  if (widths !== undefined) return printCells(context, [heads, ...cells], widths);
  const width = Math.max(...headings.map(widthOf));
  cells.forEach((row, index) => {
    if (index > 0) print(context);
    const lines = row.map((cell, at) => [heads[at] ?? { lines: [] }, cell]);
    printCells(context, lines, [width, Math.max(1, room - width - GAP)]);
  });
}

/** Prints rows without headings. Columns are as wide as their widest cell, and at most as the terminal allows. */
export function printRows(context: Context, rows: readonly (readonly (string | Styled)[])[]): void {
  const room = roomOf(context);
  const cells = rows.map((row) => row.map(textCell));
  printCells(context, cells, fit(cells, room) ?? squeeze(columnsOf(cells, 0), room));
}

/** Prints names and values, one on each line. Values are not wrapped, so that a URL can be copied from a terminal. */
export function printDetails(
  context: Context,
  details: readonly (readonly [name: string, value: unknown])[],
): void {
  const rows = details.map(([name, value]) => [textCell(styled('dim', name)), cellOf(value)]);
  printCells(
    context,
    rows,
    columnsOf(rows, Infinity).map(({ width }) => width),
  );
}

function roomOf({ stdout }: Context): number {
  return stdout.isTTY ? stdout.columns || 80 : Infinity;
}

function printCells(
  context: Context,
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
): void {
  for (const row of rows) {
    const columns = row.map(({ lines }, at) => wrap(lines, widths[at] ?? Infinity));
    const height = Math.max(...columns.map(({ length }) => length));
    for (let line = 0; line < height; line += 1) {
      const last = columns.findLastIndex((lines) => (lines[line] ?? '') !== '');
      const parts = columns.slice(0, last + 1).flatMap((lines, at) => {
        const width = at === last ? 0 : (widths[at] ?? 0) + GAP;
        return padded(lines[line] ?? '', width, row[at]?.style);
      });
      print(context, parts);
    }
  }
}

/** The widths of the columns; undefined when they do not fit. */
function fit(rows: readonly (readonly Cell[])[], room: number): number[] | undefined {
  const widths = columnsOf(rows, Infinity).map(({ width }) => width);
  if (total(widths) <= room) return widths;
  if (room < NARROW) return undefined;
  for (const longest of WHOLE_WORDS) {
    const columns = columnsOf(rows, longest);
    if (total(columns.map(({ least }) => least)) <= room) return squeeze(columns, room);
  }
  return undefined;
}

/** Narrows the widest column that is not at its smallest width, until all fit. */
function squeeze(columns: readonly Column[], room: number): number[] {
  const widths = columns.map(({ width }) => width);
  while (total(widths) > room) {
    const spare = widths.map((width, at) => (width > (columns[at]?.least ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) <= 1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** @param longest words that are longer can be broken */
function columnsOf(rows: readonly (readonly Cell[])[], longest: number): Column[] {
  return (rows[0] ?? []).map((_, at) => {
    let width = 0;
    let least = 0;
    for (const line of rows.flatMap((row) => row[at]?.lines ?? [])) {
      width = Math.max(width, widthOf(line));
      if (longest === Infinity) continue;
      for (const word of line.split(' ').map(widthOf)) {
        least = Math.max(least, word <= longest ? word : LEAST);
      }
    }
    return { width, least };
  });
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + GAP, -GAP);
}
