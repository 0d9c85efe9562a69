import type { Cell, DateSettings } from './cell-types.ts';
import type { Fault } from './fault.ts';
import type { Columns } from './column.ts';
import type { Format } from './format.ts';
import type { RawRecord } from './raw-record.ts';

/** The form in which spreadsheets show numbers with too many digits. */
const ROUNDED = /^\d([.,]\d+)?E\+\d\d$/i;

/** A valid row of a file, with a cell for each column of the file. */
export interface Line {
  readonly number: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

/**
 * Checks each value of a row by itself.
 * @param tell called for each invalid value
 * @returns undefined when a value is invalid
 */
export function parseRecord(
  { line, values }: RawRecord,
  columns: Columns,
  { format, ...settings }: DateSettings & { format: Format },
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
      refuse(name, `is empty: enter a number, or ${none}`);
      continue;
    }
    if (nullable === true && (value === null || isEmptyCell || (none && value === none))) {
      cells[name] = null;
      continue;
    }
    if (format === 'csv' && column.identifies !== undefined && ROUNDED.test(String(value))) {
      refuse(name, `is a long number that a spreadsheet has rounded: ${shorten(value)}`);
      continue;
    }
    const given = format === 'csv' ? type.fromText(String(value)) : value;
    const cell = type.parse(given, settings);
    if (cell !== undefined) cells[name] = cell;
    // Only a text can be empty. For other types an empty cell counts as no value.
    else if (!isEmptyCell || column.default === undefined) {
      const must = none === undefined ? type.requirement : `${type.requirement}, or ${none}`;
      const fault = type.fault?.(value, settings) ?? `must be ${must}; it is`;
      refuse(name, fault.endsWith(' is') ? `${fault} ${shorten(value)}` : fault);
    }
  }
  return faults === 0 ? { number: line, cells } : undefined;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
