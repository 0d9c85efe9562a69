import type { Command } from 'commander';
import { addExamples } from '../lib/help.ts';

/** `latchkey start`: runs the server in this process. */
export function addStart(program: Command): void {
  const start = program
    .command('start')
    .description('start the server')
    .action(async () => {
      await import('../../server.ts');
    });
  addExamples(start, [
    ['latchkey start', 'with demo data, on http://localhost:8080'],
    ['PORT=9000 latchkey start', 'on another port'],
    ['NODE_ENV=production latchkey start', 'without the demo'],
  ]).addHelpText('after', '\nSettings come from the environment: see /docs/configuration.html.');
}
