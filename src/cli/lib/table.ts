import { type Cell, cellOf, padded, textCell, widthOf, wrap } from '../../terminal/cells.ts';
import { styled, type Styled } from '../../terminal/styled.ts';
import { type Context, print } from './context.ts';

/** Between two columns. */
const GAP = 2;
/** On a narrower terminal, rows that do not fit are shown one field a line. */
const NARROW = 60;
/** Words up to so long are not broken, if it can be helped: ids of ours, dates; and ids of others, such as a UUID. */
const WHOLE_WORDS = [36, 20, 16];
/** No column is made narrower than this for longer words. */
const LEAST = 12;

interface Column {
  /** As wide as its widest line. */
  readonly width: number;
  /** The width that it needs at least. */
  readonly least: number;
}

/**
 * Prints rows under headings; on a terminal never wider than it is. What does not fit goes on beneath, and where the
 * terminal is too narrow for columns, each row is shown as one line for each.
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

/** Prints rows as they are, each column as wide as the widest cell; on a terminal never wider than it is. */
export function printRows(context: Context, rows: readonly (readonly (string | Styled)[])[]): void {
  const room = roomOf(context);
  const cells = rows.map((row) => row.map(textCell));
  printCells(context, cells, fit(cells, room) ?? squeeze(columnsOf(cells, 0), room));
}

/** Prints what one thing is made of, a line for each, whole: a URL that a terminal breaks can still be copied. */
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

/** How wide each column is to be; undefined where there is no room for them. */
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

/** Takes from the widest column that has more than it needs, until all fit. */
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

/** @param longest words that are longer may be broken */
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
