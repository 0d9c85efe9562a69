import type { Command } from 'commander';
import { type AdminOptions, answer } from './admin-api.ts';
import type { AdminClient } from './admin-client.ts';
import {
  adminCommand,
  withAdminClient,
  deleteCommand,
  type Details,
  showCommand,
  showThing,
} from './admin-command.ts';
import type { Context } from './context.ts';
import { type Detail, detailsOf } from './details.ts';
import {
  addFieldOptions,
  type ContractFields,
  type FieldOptions,
  optionsFor,
  readFieldOptions,
} from './field-options.ts';
import { assertChanges } from './fields.ts';
import { addFamilyExamples } from './help.ts';
import { listCommand, showList, type ListOptions, type Page } from './list.ts';

type Call<Data> = Promise<{ data?: Data; error?: unknown; response: Response }>;
type Given = AdminOptions & Readonly<Record<string, unknown>>;

/** The commands of a resource of the Admin API, `latchkey <name> …`. */
export interface Resource<Thing, Label extends string, Body, Changes> {
  /** The name of the command, such as `customer`. */
  readonly name: string;
  /** The name in a sentence, such as `a customer`. */
  readonly one: string;
  /** The plural, such as `customers`. */
  readonly many: string;
  /** The summary in the list of commands. */
  readonly summary: string;
  /** Finds one by its name or ID. */
  readonly find: (api: AdminClient, name: string) => Promise<Thing>;
  /** Its name in questions. */
  readonly label: (thing: Thing) => string;
  /** Its fields in the contract. */
  readonly shown: object;
  /** The rows of `show`, by label. All other fields get rows of their own. */
  readonly details: Readonly<Record<Label, Detail<Thing>>>;
  readonly hidden?: readonly (keyof Thing)[];
  readonly list: {
    /** The columns of `list`: labels of rows, and cells that only lists have. */
    readonly columns: readonly (
      NoInfer<Label> | readonly [heading: string, show: (thing: Thing) => unknown]
    )[];
    readonly filters: FieldOptions;
    /** Its query parameters in the contract. */
    readonly parameters: readonly string[];
    readonly call: (api: AdminClient, query: never) => Call<Page<Thing>>;
  };
  /** Options of `create` and `update` that differ from the contract. */
  readonly options: FieldOptions;
  readonly create: {
    /** The name of the command; `create` by default. */
    readonly verb?: string;
    /** The field of the resource that it belongs to, which is the first argument. */
    readonly owner?: {
      readonly argument: string;
      readonly field: string;
      /** Finds its ID. */
      readonly read: (name: string, api: AdminClient) => Promise<number>;
    };
    /** The field that is an argument, such as `email`. */
    readonly argument?: string;
    readonly help?: string;
    readonly fields: ContractFields;
    /** Options that differ in `create`. */
    readonly options?: FieldOptions;
    /** Options that do not set a field. */
    readonly more?: readonly (readonly [flags: string, help: string])[];
    /** Asks for, or computes, further fields. */
    readonly ask?: (context: Context, given: Given) => Promise<Partial<Body>>;
    readonly call: (api: AdminClient, body: Body, given: Given) => Call<Thing>;
  };
  readonly update: {
    readonly fields: ContractFields;
    /** Options that differ in `update`. */
    readonly options?: FieldOptions;
    readonly call: (api: AdminClient, id: number, body: Changes) => Call<Thing>;
  };
  /** Adds further commands. */
  readonly more?: (family: Command, details: Details<Thing>) => void;
  /** Prints further messages about the created or changed resource. */
  readonly after?: (context: Context, given: Given, thing: Thing) => void;
  readonly remove?: {
    /** What can be deleted: `a customer that has no licenses`. */
    readonly rule: string;
    readonly call: (api: AdminClient, id: number) => Parameters<typeof answer>[0];
  };
  readonly examples: readonly (readonly [command: string, comment?: string])[];
}

/** Adds the commands `list`, `show`, `create`, `update` and `delete` of a resource. */
export function addResource<
  Thing extends { readonly id: number },
  Label extends string,
  Body,
  Changes,
>(program: Command, context: Context, resource: Resource<Thing, Label, Body, Changes>): void {
  const { name, one, find } = resource;
  const family = program.command(name).description(resource.summary);
  const details = detailsOf(resource.shown, resource.details, resource.hidden ?? []);

  addList(family, context, resource, details);
  showCommand(family, context, [name, one], { find, details });
  addCreate(family, context, resource, details);
  addUpdate(family, context, resource, details);
  resource.more?.(family, details);
  if (resource.remove !== undefined) {
    const { rule, call } = resource.remove;
    const { label } = resource;
    deleteCommand(family, context, [name, rule], { find, label, remove: call });
  }
  addFamilyExamples(family, resource.examples);
}

function addList<Thing, Label extends string, Body, Changes>(
  family: Command,
  context: Context,
  { many, list }: Resource<Thing, Label, Body, Changes>,
  details: Details<Thing>,
): void {
  const columns = Object.fromEntries(
    list.columns.map((column) =>
      typeof column === 'string' ? [column, shownAs(details, column)] : column,
    ),
  );
  const command = listCommand(family, `list ${many}, newest first`, list.parameters);
  addFieldOptions(command, list.filters, 'filter').action(
    withAdminClient(context, async (api, options: ListOptions) => {
      const filters = await readFieldOptions(list.filters, { ...options }, api);
      await showList(context, options, columns, (page) =>
        answer(list.call(api, { ...page, ...filters } as never)),
      );
    }),
  );
}

function addCreate<Thing extends object, Label extends string, Body, Changes>(
  family: Command,
  context: Context,
  { one, options: common, create, after }: Resource<Thing, Label, Body, Changes>,
  details: Details<Thing>,
): void {
  const { argument, fields, owner, verb = 'create' } = create;
  const isArgument = Object.fromEntries(
    [argument, owner?.field].flatMap((field) => (field === undefined ? [] : [[field, undefined]])),
  );
  const options = optionsFor(fields, { ...common, ...create.options, ...isArgument });
  const named = [owner?.argument, argument].flatMap((one) =>
    one === undefined ? [] : [`<${one}>`],
  );
  const command = adminCommand(family, [verb, ...named].join(' '), create.help ?? `create ${one}`);
  addFieldOptions(command, options, 'create', fields);
  for (const [flags, help] of create.more ?? []) command.option(flags, help);
  command.action(
    withAdminClient(context, async (api, given: Given, ...names: string[]) => {
      const body: unknown = {
        ...(owner && { [owner.field]: await owner.read(names[0] ?? '', api) }),
        ...(argument !== undefined && { [argument]: names.at(-1) }),
        ...(await readFieldOptions(options, given, api)),
        ...(await create.ask?.(context, given)),
      };
      const thing = await answer(create.call(api, body as Body, given));
      showThing(context, given, thing, details);
      after?.(context, given, thing);
    }),
  );
}

function addUpdate<Thing extends { readonly id: number }, Label extends string, Body, Changes>(
  family: Command,
  context: Context,
  { name, one, find, options: common, update, after }: Resource<Thing, Label, Body, Changes>,
  details: Details<Thing>,
): void {
  const options = optionsFor(update.fields, { ...common, ...update.options });
  const command = adminCommand(family, `update <${name}>`, `change ${one}`);
  addFieldOptions(command, options, 'update').action(
    withAdminClient(context, async (api, given: Given, wanted = '') => {
      const body: unknown = await readFieldOptions(options, given, api);
      assertChanges(body as object);
      const { id } = await find(api, wanted);
      const thing = await answer(update.call(api, id, body as Changes));
      showThing(context, given, thing, details);
      after?.(context, given, thing);
    }),
  );
}

function shownAs<Thing>(details: Details<Thing>, label: string) {
  const show = details[label];
  if (show === undefined) throw new Error(`nothing is shown as ${label}`);
  return show;
}
