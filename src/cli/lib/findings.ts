import type { Finding } from '../../doctor/finding.ts';
import { styled } from '../../terminal/styled.ts';
import type { Context } from './context.ts';
import { printRows } from './table.ts';

const COLOURS = { ok: 'green', warning: 'yellow', unknown: 'yellow', fault: 'red' } as const;

/** One that could not be told, too. */
type Printed = Omit<Finding, 'level'> & { readonly level: keyof typeof COLOURS };

/**
 * Prints a finding, with its cure beneath.
 * @param width of the column for the check's name
 */
export function printFinding(context: Context, finding: Printed, width: number): void {
  const { check, level, message, cure } = finding;
  const row = [styled(COLOURS[level], level.padEnd(7)), check.padEnd(width), message];
  printRows(context, cure === null ? [row] : [row, ['', '', `→ ${cure}`]]);
}
