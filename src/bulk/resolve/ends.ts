import type { Line } from '../parse-record.ts';

/**
 * Leaves out the empty end of a line when the row has days of validity: a file from before the first activation has no end
 * yet, and the one that the activation set stays.
 * @param column the column with the end
 * @param found the existing row, if any
 */
export function withEndOfActivation(
  line: Line,
  column: string,
  found: { readonly valid_days: number | null } | undefined,
): Line {
  const { [column]: end, ...others } = line.cells;
  const { valid_days: days = found?.valid_days ?? null } = others;
  if (end !== null || days === null || found === undefined) return line;
  return { ...line, cells: others };
}
