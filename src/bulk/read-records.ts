import { csvRecords, type CsvSettings } from './csv-records.ts';
import type { Fault } from './fault.ts';
import type { Format } from './format.ts';
import { jsonRecords } from './json-records.ts';
import { readLines } from './read-lines.ts';
import type { RawRecord } from './raw-record.ts';
import { readLineRows, readQuotedRows, type Row } from './read-rows.ts';

/**
 * How many rows, and characters of them, are processed at a time. Higher numbers are not faster, and take more memory.
 */
const MOST_ROWS = 100;
const MOST_TEXT = 1_048_576;

/**
 * Reads the rows of a file, up to a hundred at a time.
 * @param columns the columns that the file may have
 * @param tell called for each invalid row
 * @throws LineFault when the rest of the file cannot be read, after the rows before it
 */
export async function* readRecords(
  input: AsyncIterable<Buffer>,
  { format, ...settings }: CsvSettings & { format: Format },
  columns: readonly string[],
  tell: (fault: Fault) => void,
): AsyncGenerator<RawRecord[]> {
  const lines = readLines(input);
  const rows = format === 'csv' ? readQuotedRows(lines) : readLineRows(lines);
  const toRecords = format === 'csv' ? csvRecords(columns, tell, settings) : jsonRecords(tell);
  let batch: Row[] = [];
  let size = 0;
  try {
    for await (const row of rows) {
      batch.push(row);
      size += row.text.length;
      if (batch.length < MOST_ROWS && size < MOST_TEXT) continue;
      yield toRecords(batch);
      batch = [];
      size = 0;
    }
  } catch (error) {
    if (batch.length > 0) yield toRecords(batch);
    throw error;
  }
  yield toRecords(batch);
}
