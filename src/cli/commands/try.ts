import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Context } from '../lib/context.ts';

// In the package, files end in .js.
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
const application = fileURLToPath(
  new URL(`../../../examples/desktop-app/main${ending}`, import.meta.url),
);

/** `latchkey try`: runs the desktop application of the examples, which has its own options and help. */
export function addTry(program: Command, context: Context): void {
  program
    .command('try')
    .description('sign in and activate a license, as a desktop application would')
    .usage('[options]')
    .argument('[options...]', 'options of the application; its --help lists them')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (options: string[]) => {
      const child = spawn(process.execPath, [application, ...options], { stdio: 'inherit' });
      // Ctrl-C reaches both processes; the application decides how to end.
      process.on('SIGINT', () => undefined);
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      if (signal !== null) process.removeAllListeners('SIGINT').kill(process.pid, signal);
      context.exitCode = code ?? 1;
    });
}
