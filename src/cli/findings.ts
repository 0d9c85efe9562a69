import type { Finding } from '../doctor/finding.ts';
import { styled } from '../terminal/styled.ts';
import type { Context } from './context.ts';
import { printRows } from './table.ts';

const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/**
 * Prints a finding, with its cure beneath.
 * @param width of the column for the check's name
 */
export function printFinding(context: Context, finding: Finding, width: number): void {
  const { check, level, message, cure } = finding;
  const row = [styled(COLOURS[level], level.padEnd(7)), check.padEnd(width), message];
  printRows(context, cure === null ? [row] : [row, ['', '', `→ ${cure}`]]);
}
