import { DEPTH_LIMIT } from '../web/request-body.ts';
import type { Fault } from './fault.ts';
import type { RawRecord } from './raw-record.ts';
import type { Row } from './read-rows.ts';

/**
 * Converts lines of JSON to records.
 * @param tell called for each line that is not a JSON object
 * @returns a function that converts the next lines
 */
export function jsonRecords(tell: (fault: Fault) => void): (rows: readonly Row[]) => RawRecord[] {
  return (rows) =>
    rows.flatMap(({ line, text }) => {
      const value = parseJson(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return [{ line, values: new Map(Object.entries(value)) }];
      }
      tell({ line, reason: `is not a JSON object of at most ${DEPTH_LIMIT} levels` });
      return [];
    });
}

/** Parses JSON. @returns undefined when it is invalid, or nested deeper than the server allows */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** True when a value is nested too deeply. It goes level by level, since recursion would exhaust the stack. */
function isDeep(value: unknown): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === DEPTH_LIMIT) return true;
    level = level.flatMap((one) => Object.values(one).filter(isNested));
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
