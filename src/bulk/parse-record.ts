import type { Cell, Manner } from './cell-types.ts';
import type { Fault } from './fault.ts';
import type { Columns } from './column.ts';
import type { Format } from './format.ts';
import type { RawRecord } from './raw-record.ts';

/** How spreadsheets show numbers that have more digits than they keep. */
const ROUNDED = /^\d([.,]\d+)?E\+\d\d$/i;

/** A row of a file that holds what may stand there. What the file does not say is not in it. */
export interface Line {
  readonly number: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

/**
 * Looks at each value of a row by itself.
 * @param tell is told all that may not stand there
 * @returns undefined where anything may not
 */
export function parseRecord(
  { line, values }: RawRecord,
  columns: Columns,
  { format, ...manner }: Manner & { format: Format },
  tell: (fault: Fault) => void,
): Line | undefined {
  const cells: Record<string, Cell> = {};
  let faults = 0;
  const refuse = (column: string, reason: string) => {
    faults += 1;
    tell({ line, column, reason });
  };
  for (const [name, value] of values) {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column === undefined) {
      refuse(name, 'is not a column of this kind of file');
      continue;
    }
    const { type, nullable, none } = column;
    const isEmptyCell = format === 'csv' && value === '';
    if (isEmptyCell && none !== undefined) {
      refuse(name, `is empty: it must say how many, or ${none}`);
      continue;
    }
    if (nullable === true && (value === null || isEmptyCell || (none && value === none))) {
      cells[name] = null;
      continue;
    }
    if (format === 'csv' && column.tells !== undefined && ROUNDED.test(String(value))) {
      refuse(name, `is what a spreadsheet makes of a long number: ${shorten(value)}`);
      continue;
    }
    const given = format === 'csv' ? type.fromText(String(value)) : value;
    const cell = type.parse(given, manner);
    if (cell !== undefined) cells[name] = cell;
    // Only a text can be empty; of anything else an empty cell says nothing.
    else if (!isEmptyCell || !Object.hasOwn(column, 'otherwise')) {
      const must = none === undefined ? type.must : `${type.must}, or ${none}`;
      const fault = type.fault?.(value, manner) ?? `must be ${must}; it is`;
      refuse(name, fault.endsWith(' is') ? `${fault} ${shorten(value)}` : fault);
    }
  }
  return faults === 0 ? { number: line, cells } : undefined;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
