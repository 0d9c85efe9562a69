import type { Fault } from './fault.ts';
import type { RawRecord } from './read-records.ts';
import type { Row } from './read-rows.ts';

/**
 * Makes records of lines that hold an object each.
 * @param tell is told each line that does not
 */
export function jsonRecords(tell: (fault: Fault) => void): (rows: readonly Row[]) => RawRecord[] {
  return (rows) =>
    rows.flatMap(({ line, text }) => {
      const value = parseJson(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return [{ line, values: new Map(Object.entries(value)) }];
      }
      tell({ line, reason: 'is not a JSON object' });
      return [];
    });
}

/** @returns undefined where it is no JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
