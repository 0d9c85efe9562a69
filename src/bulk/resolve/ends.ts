import { endFromActivation } from '../../rules/activation.ts';
import type { Found } from '../../store/bulk/staging.ts';
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

/**
 * Adds the end of a license that has active devices and gets days of validity: they count from the import.
 * @param found the existing license, if any
 */
export function withEndOfDays(line: Line, found: Found<'licenses'> | undefined, now: number): Line {
  if (found === undefined || found.times_activated === 0) return line;
  const { starts_at, valid_until, valid_days } = { ...found, ...line.cells };
  const timeOf = (cell: typeof starts_at) => (cell === null ? null : new Date(cell));
  const terms = {
    starts_at: timeOf(starts_at),
    valid_until: timeOf(valid_until),
    valid_days,
  };
  const end = endFromActivation(terms, new Date(now));
  return end === undefined
    ? line
    : { ...line, cells: { ...line.cells, valid_until: end.getTime() } };
}
