import { styleText } from 'node:util';
import { type Context, print } from './context.ts';

/** What was looked at, how it stands, and what to do about it. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** null where nothing is to be done. */
  readonly cure: string | null;
}

const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;

/** Prints findings, each with its cure beneath. */
export function printFindings(context: Context, findings: readonly Finding[]): void {
  const { stdout } = context;
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, level, message, cure } of findings) {
    const label = styleText(COLOURS[level], level.padEnd(7), { stream: stdout });
    print(context, `${label}  ${check.padEnd(width)}  ${message}`);
    if (cure !== null) print(context, `${' '.repeat(9 + width)}  → ${cure}`);
  }
}
