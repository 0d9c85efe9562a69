import type { Command } from 'commander';
import { databaseOf, loadConfig } from '../../config/config.ts';
import { type Context, print, printJson, say } from '../lib/context.ts';
import { exitCodes, Failure } from '../lib/failure.ts';
import { addExamples } from '../lib/help.ts';
import { askDatabase, withStore } from '../lib/with-store.ts';

/** `latchkey migrate`: runs pending migrations, or lists them. */
export function addMigrate(program: Command, context: Context): void {
  const migrate = program
    .command('migrate')
    .description('run pending migrations of the database')
    .option('--check', 'change nothing; exit code 1 when migrations are pending')
    .option('--json', 'print one JSON document')
    .action(async ({ check, json }: { check?: true; json?: true }) => {
      if (check !== true) await withStore(context, () => Promise.resolve(), { make: true });
      const database = databaseOf(loadConfig(context.env));
      const status = await askDatabase(({ checkMigrations }) => checkMigrations(database));
      const { unknownMigrations } = await import('../../store/migrate/failure.ts');
      const { pending, unknown } = status;
      if (json === true) printJson(context, status);
      if (unknown.length > 0) {
        const { why, cure } = unknownMigrations(unknown);
        throw new Failure('refused', why, { advice: cure });
      }
      if (pending.length > 0) {
        for (const name of json === true ? [] : pending) print(context, name);
        say(context, 'These migrations are pending. Run `latchkey migrate`.');
        context.exitCode = exitCodes.refused;
      } else if (json !== true) {
        print(context, 'The database is up to date.');
      }
    });
  addExamples(migrate, [
    ['latchkey migrate', 'before the new release starts'],
    ['latchkey migrate --check', 'in a deploy pipeline'],
  ]);
}
