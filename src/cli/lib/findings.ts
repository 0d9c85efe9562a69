import type { Finding } from '../../doctor/finding.ts';
import { styled } from '../../terminal/styled.ts';
import type { Context } from './context.ts';
import { printRows } from './table.ts';

const COLOURS = { ok: 'green', warning: 'yellow', unknown: 'yellow', fault: 'red' } as const;

/** A finding, or a check with an unknown result. */
type Printed = Omit<Finding, 'level'> & { readonly level: keyof typeof COLOURS };

/** Prints a finding, and its cure below. @param width the width of the column with the name of the check */
export function printFinding(context: Context, finding: Printed, width: number): void {
  const { check, level, message, cure } = finding;
  const row = [styled(COLOURS[level], level.padEnd(7)), check.padEnd(width), message];
  printRows(context, cure === null ? [row] : [row, ['', '', `→ ${cure}`]]);
}
