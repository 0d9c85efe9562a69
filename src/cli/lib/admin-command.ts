import { type Command, Option } from 'commander';
import type { AdminClient } from './admin-client.ts';
import { type AdminOptions, answer, openAdminApi } from './admin-api.ts';
import { confirm } from './confirm.ts';
import { type Context, printJson, say } from './context.ts';
import { printDetails } from './table.ts';

const COMMON_OPTIONS = [
  ['--json', 'print one JSON document'],
  ['--url <url>', 'URL of the server (default: $LATCHKEY_URL, or http://localhost:8080)'],
  ['--token-file <file>', 'file with the admin token; - is stdin (default: $LATCHKEY_ADMIN_TOKEN)'],
] as const;

/** The rows of `show`, by label. */
export type Details<Thing> = Readonly<Record<string, (thing: Thing) => unknown>>;

/** Finds a resource by its code, e-mail address, key or ID. */
type Find<Thing> = (api: AdminClient, name: string) => Promise<Thing>;

/** Adds a command that uses the Admin API. @param nameAndArgs as for `program.command` */
export function adminCommand(family: Command, nameAndArgs: string, description: string): Command {
  const command = family.command(nameAndArgs).description(description);
  for (const [flags, does] of COMMON_OPTIONS) {
    command.addOption(new Option(flags, does).helpGroup('Common options:'));
  }
  return command;
}

/**
 * The action of a command that uses the Admin API.
 * @param work takes the client, the options, and the arguments as they were typed
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- whoever adds the options knows them
export function withAdminClient<Options extends AdminOptions>(
  context: Context,
  work: (api: AdminClient, options: Options, ...args: string[]) => Promise<void>,
) {
  return (...given: unknown[]) => {
    // Commander gives the options and the command after the arguments.
    const options = given.at(-2) as Options;
    return work(openAdminApi(context, options), options, ...(given.slice(0, -2) as string[]));
  };
}

/** Prints a resource: its details for people, or with --json all its fields. */
export function showThing<Thing extends object>(
  context: Context,
  { json }: AdminOptions,
  thing: Thing,
  details: Details<Thing>,
): void {
  if (json === true) return printJson(context, thing);
  const lines = Object.entries(details).map(([name, of]) => [name, of(thing)] as const);
  printDetails(context, lines);
}

/** Adds `show`. @param what its name, such as `account`, and the name in a sentence: `a customer account` */
export function showCommand<Thing extends object>(
  family: Command,
  context: Context,
  [what, described]: readonly [what: string, described: string],
  { find, details }: { find: Find<Thing>; details: Details<Thing> },
): void {
  adminCommand(family, `show <${what}>`, `show ${described}`).action(
    withAdminClient(context, async (api, options, name = '') =>
      showThing(context, options, await find(api, name), details),
    ),
  );
}

/**
 * Adds `delete`, which asks for confirmation.
 * @param what its name, such as `product`
 * @param rule what can be deleted: `a product that has no licenses`
 * @param options.label its name in the question
 */
export function deleteCommand<Thing extends { readonly id: number }>(
  family: Command,
  context: Context,
  [what, rule]: readonly [what: string, rule: string],
  options: {
    find: Find<Thing>;
    label: (thing: Thing) => string;
    remove: (api: AdminClient, id: number) => Parameters<typeof answer>[0];
  },
): void {
  adminCommand(family, `delete <${what}>`, `delete ${rule}`)
    .option('--yes', 'do not ask')
    .action(
      withAdminClient(context, async (api, { yes }: AdminOptions & { yes?: true }, name = '') => {
        const thing = await options.find(api, name);
        const label = `the ${what} ${options.label(thing)}`;
        await confirm(context, `Delete ${label}?`, { ...(yes && { yes }) });
        await answer(options.remove(api, thing.id));
        say(context, `Deleted ${label}.`);
      }),
    );
}
