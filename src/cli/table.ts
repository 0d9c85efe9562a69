import { stripVTControlCharacters, styleText } from 'node:util';
import Table from 'cli-table3';
import { type Context, print } from './context.ts';
import { plain } from './plain.ts';

/** Between two columns. */
const GAP = 2;
/** No column is made narrower than this: half an id helps nobody. */
const MIN_WIDTH = 16;
/** Rows that are laid out at a time. */
const BATCH = 1_000;

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

/** Prints rows under headings; on a terminal never wider than it is: what does not fit goes on beneath. */
export function printTable(
  context: Context,
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
): void {
  const { stdout } = context;
  const heads = headings.map((heading) => styleText('dim', heading, { stream: stdout }));
  printRows(context, [heads, ...rows.map((row) => row.map(formatCell))]);
}

/** Prints rows as they are, each column as wide as the widest cell; on a terminal never wider than it is. */
export function printRows(context: Context, rows: readonly (readonly string[])[]): void {
  const { stdout } = context;
  printLines(context, rows, stdout.isTTY ? stdout.columns : Infinity);
}

/** Prints what one thing is made of, a line for each, whole: a URL that a terminal breaks can still be copied. */
export function printDetails(
  context: Context,
  details: readonly (readonly [name: string, value: unknown])[],
): void {
  const { stdout } = context;
  printLines(
    context,
    details.map(([name, value]) => [styleText('dim', name, { stream: stdout }), formatCell(value)]),
    Infinity,
  );
}

function printLines(context: Context, lines: readonly (readonly string[])[], room: number): void {
  const widths = (lines[0] ?? []).map((_, column) => widest(lines.map((line) => line[column])));
  const colWidths = fit(widths, room).map((width) => width + GAP);
  for (let first = 0; first < lines.length; first += BATCH) {
    const table = new Table({
      ...{ chars: NO_LINES, wordWrap: true, colWidths },
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP, compact: true },
    });
    table.push(...lines.slice(first, first + BATCH).map((line) => [...line]));
    for (const line of table.toString().split('\n')) print(context, line.trimEnd());
  }
}

/** How wide the longest line of all cells is. */
function widest(cells: readonly (string | undefined)[]): number {
  let width = 0;
  for (const cell of cells) {
    for (const line of stripVTControlCharacters(cell ?? '').split('\n')) {
      width = Math.max(width, line.length);
    }
  }
  return width;
}

/** Takes from the widest column until all fit. */
function fit(widths: readonly number[], room: number): number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width + GAP, -GAP);
  while (total() > room) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] ?? 0) <= MIN_WIDTH) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

/** A value as people read it. Times are UTC, to the minute. */
function formatCell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value instanceof Date) return formatCell(value.toISOString());
  if (typeof value !== 'string') return plain(JSON.stringify(value));
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*Z$/.test(value)
    ? value.slice(0, 16).replace('T', ' ')
    : plain(value);
}
