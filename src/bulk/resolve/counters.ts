import type { Line } from '../parse-record.ts';

/** What another system counted gets the time of the import, or it would never be reset. */
export function withTimeOfCount(line: Line, now: number): Line {
  const { total_consumptions: total = 0, counted_at: countedAt = null } = line.cells;
  return total === 0 || countedAt !== null
    ? line
    : { ...line, cells: { ...line.cells, counted_at: now } };
}
