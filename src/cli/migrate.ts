import type { Command } from 'commander';
import { type Context, print } from './context.ts';
import { examples } from './help.ts';
import { withStore } from './with-store.ts';

/** `latchkey migrate`: brings the tables up to date. */
export function addMigrate(program: Command, context: Context): void {
  program
    .command('migrate')
    .description('bring the tables of the database up to date')
    .addHelpText('after', examples([['latchkey migrate', 'before the new release starts']]))
    .action(async () => {
      await withStore(context, () => Promise.resolve());
      print(context, 'The database is up to date.');
    });
}
