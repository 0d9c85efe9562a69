import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** How spreadsheets write a number of more than 15 digits. */
export const spreadsheets = {
  'zeros after the 15th digit': (digits: string) => digits.slice(0, 15).padEnd(digits.length, '0'),
  'rounding at the 15th digit': (digits: string) =>
    String(
      BigInt(Math.round(Number(digits) / 10 ** (digits.length - 15))) *
        10n ** BigInt(digits.length - 15),
    ),
  'powers of ten': (digits: string) => Number(digits).toExponential(5).toUpperCase(),
} as const;

/**
 * What comes of a CSV file that somebody opens in a spreadsheet and saves.
 * @param edit changes what stands in the rows, of which the first has the headings
 * @returns the text, and the numbers of the lines in which a number was changed
 */
export function throughSpreadsheet(
  text: string,
  round: (digits: string) => string,
  edit: (row: Record<string, string>) => void = () => undefined,
) {
  const [headings = [], ...rows] = parse(text, { bom: true });
  const changed: number[] = [];
  const saved = rows.map((cells, index) => {
    const row = Object.fromEntries(headings.map((name, column) => [name, cells[column] ?? '']));
    edit(row);
    const kept = headings.map((name) => {
      const cell = row[name] ?? '';
      return /^\d{16,}$/.test(cell) ? round(cell) : cell;
    });
    if (headings.some((name, column) => kept[column] !== row[name])) changed.push(index + 2);
    return kept;
  });
  return { text: stringify([headings, ...saved], { record_delimiter: '\r\n' }), changed };
}
