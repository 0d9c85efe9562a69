import type { Command } from 'commander';
import { type Context, print, printJson } from '../lib/context.ts';
import { exitCodes } from '../lib/failure.ts';
import type { Finding } from '../../doctor/finding.ts';
import { printFinding } from '../lib/findings.ts';
import { addExamples } from '../lib/help.ts';
import { askDatabase } from '../lib/with-store.ts';

/** The length of the longest name of a check. */
const WIDTH = 'data folder'.length;

/** `latchkey doctor`: examines an installation. */
export function addDoctor(program: Command, context: Context): void {
  const doctor = program
    .command('doctor')
    .description('check this installation, and say how to fix faults')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: true }) => {
      const { examine } = await import('../../doctor/examine.ts');
      const findings: Finding[] = [];
      await askDatabase(async () => {
        for await (const finding of examine(context.env)) {
          findings.push(finding);
          if (json !== true) printFinding(context, finding, WIDTH);
        }
      });
      const faults = findings.filter(({ level }) => level === 'fault').length;
      const warnings = findings.filter(({ level }) => level === 'warning').length;
      if (json === true) printJson(context, { ok: faults === 0, findings });
      else {
        print(context);
        print(context, `Faults: ${faults}. Warnings: ${warnings}.`);
      }
      if (faults > 0) context.exitCode = exitCodes.refused;
    });
  addExamples(doctor, [
    ['latchkey doctor', 'on the machine of the server, with its settings'],
    ['latchkey doctor --json | jq \'.findings[] | select(.level != "ok")\''],
  ]).addHelpText('after', '\nIt changes nothing. The exit code is 1 when there is a fault.');
}
