import { type Argument, Command, Help, type Option } from 'commander';
import { version } from '../config/release.ts';
import { writeLines } from '../terminal/write.ts';
import { addAccounts } from './commands/account.ts';
import { addAdminTokens } from './commands/admin-token.ts';
import { addApiKeys } from './commands/api-key.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addBundles } from './commands/bundle.ts';
import { addBundleLicenses } from './commands/bundle-license.ts';
import { addCompletion } from './commands/completion.ts';
import { addConnections } from './commands/connection.ts';
import type { Context } from './lib/context.ts';
import { addCustomers } from './commands/customer.ts';
import { addConsumptions } from './commands/consumption.ts';
import { addDevices } from './commands/device.ts';
import { addSlots } from './commands/slot.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addExamples, title } from './lib/help.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addLicenses } from './commands/license.ts';
import { addMigrate } from './commands/migrate.ts';
import { addMove } from './commands/move.ts';
import { addOAuthClients } from './commands/oauth-client.ts';
import { addPolicies } from './commands/policy.ts';
import { addProductFeatures } from './commands/product-feature.ts';
import { addProducts } from './commands/product.ts';
import { addRestore } from './commands/restore.ts';
import { addFind } from './commands/search.ts';
import { addStart } from './commands/start.ts';
import { addTry } from './commands/try.ts';
import { addUsers } from './commands/user.ts';
import { addVersions } from './commands/version.ts';

const EXIT_CODES = `
${title('Exit codes:')}
  0    success
  1    the command was refused, or has failed
  2    the command line is invalid
  3    the server or the database does not respond
  130  interrupted with Ctrl-C

All commands on one page: see /docs/command-line.html.`;

/** Creates the command line `latchkey <command>`. The commands are in `commands/`. */
export function createProgram(context: Context): Command {
  const program = new Command('latchkey')
    .description('A self-hosted License API with single sign-on.')
    .version(version)
    // main.ts removes it, since it may be at any place.
    .option('--no-color', 'print without colours, as with NO_COLOR in the environment')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(--help lists commands and options)')
    .configureHelp({
      // With commander's default of 40, descriptions beside the longest options are not wrapped.
      minWidthToWrap: 30,
      // Without `[options]`, which its own help shows.
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(termOf)].join(' '),
      // The options of the command itself come first.
      visibleOptions(command) {
        const options = Help.prototype.visibleOptions.call(this, command);
        return options.sort((a, b) => groupOf(a) - groupOf(b));
      },
      optionDescription(option) {
        const description = Help.prototype.optionDescription.call(this, option);
        return option.mandatory ? `${description} (required)` : description;
      },
      groupItems: <Item extends Command | Option>(
        _: Item[],
        items: Item[],
        groupOf: (item: Item) => string,
      ) => Map.groupBy(items, groupOf),
      styleTitle: title,
    })
    .configureOutput({
      writeOut: (text) => writeLines(context.stdout, text),
      writeErr: (text) => writeLines(context.stderr, text),
    });

  program.commandsGroup('Server:');
  addStart(program);
  addTry(program, context);
  addDoctor(program, context);
  program.commandsGroup('Commands that use the Admin API:');
  addFind(program, context);
  addProducts(program, context);
  addVersions(program, context);
  addPolicies(program, context);
  addProductFeatures(program, context);
  addBundles(program, context);
  addAccounts(program, context);
  addConnections(program, context);
  addCustomers(program, context);
  addLicenses(program, context);
  addBundleLicenses(program, context);
  addUsers(program, context);
  addDevices(program, context);
  addSlots(program, context);
  addConsumptions(program, context);
  addApiKeys(program, context);
  addOAuthClients(program, context);
  addAudit(program, context);
  program.commandsGroup('Commands that use the database directly:');
  addAdminTokens(program, context);
  addKeys(program, context);
  addMigrate(program, context);
  addImport(program, context);
  addExport(program, context);
  addBackup(program, context);
  addRestore(program, context);
  addMove(program, context);
  program.commandsGroup('Shell:');
  addCompletion(program);

  addExamples(program, [
    ['latchkey start', 'start with demo data'],
    ['latchkey try --as alice@acme.test', 'sign in and activate'],
    ['latchkey product list --help', 'help of one command'],
  ]);
  return program.addHelpText('after', EXIT_CODES);
}

function termOf(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : '';
}

function groupOf({ helpGroupHeading }: Option): number {
  return helpGroupHeading === undefined ? 0 : 1;
}
