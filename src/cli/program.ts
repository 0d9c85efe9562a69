import { styleText } from 'node:util';
import { Command } from 'commander';
import { version } from '../metadata/release.ts';
import { addCompletion } from './completion.ts';
import type { Context } from './context.ts';
import { examples } from './help.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addMigrate } from './migrate.ts';
import { addStart } from './start.ts';
import { addTry } from './try.ts';

/** The whole command line: `latchkey <command>`. A family of commands is a file of its own beside this one. */
export function createProgram(context: Context): Command {
  const program = new Command('latchkey')
    .description('A self-hosted License API with single sign-on.')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(--help shows what can be said)')
    .configureHelp({
      // Commander takes the colours out where they are not wanted: no terminal, or NO_COLOR.
      styleTitle: (title) => styleText('bold', title, { validateStream: false }),
    })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .addHelpText(
      'after',
      examples([
        ['latchkey start', 'the server, with demo data'],
        ['latchkey try --as alice@acme.test', 'a sign-in and an activation at it'],
      ]) +
        `
Exit codes:
  0    done
  1    refused, or failed
  2    the command line is wrong
  3    the server or the database does not answer
  130  interrupted with Ctrl-C`,
    );

  program.commandsGroup('Server:');
  addStart(program);
  addTry(program);
  program.commandsGroup('Database:');
  addMigrate(program, context);
  addImport(program, context);
  addExport(program, context);
  program.commandsGroup('Shell:');
  addCompletion(program);
  return program;
}
