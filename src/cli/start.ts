import type { Command } from 'commander';
import { examples } from './help.ts';

/** `latchkey start`: runs the server in this process, until it is asked to end. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('start the server')
    .addHelpText(
      'after',
      examples([
        ['latchkey start', 'with demo data, on http://localhost:8080'],
        ['PORT=9000 latchkey start', 'on another port'],
        ['NODE_ENV=production latchkey start', 'without the demo'],
      ]) + '\nIts settings come from the environment; /docs/configuration.html lists them.',
    )
    .action(async () => {
      await import('../server.ts');
    });
}
