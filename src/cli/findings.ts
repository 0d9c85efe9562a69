import { styleText } from 'node:util';
import type { Finding } from '../doctor/finding.ts';
import type { Context } from './context.ts';
import { plain } from './plain.ts';
import { printRows } from './table.ts';

const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/**
 * Prints a finding, with its cure beneath.
 * @param width of the column for the check's name
 */
export function printFinding(context: Context, finding: Finding, width: number): void {
  const { check, level, message, cure } = finding;
  const label = styleText(COLOURS[level], level.padEnd(7), { stream: context.stdout });
  const row = [label, check.padEnd(width), plain(message)];
  printRows(context, cure === null ? [row] : [row, ['', '', `→ ${cure}`]]);
}
