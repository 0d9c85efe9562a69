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
  /** As in `customer`. */
  readonly name: string;
  /** In a sentence: `a customer`. */
  readonly one: string;
  /** In a sentence: `customers`. */
  readonly many: string;
  /** What it is for, in the list of commands. */
  readonly summary: string;
  /** Finds the one that somebody names. */
  readonly find: (api: AdminClient, name: string) => Promise<Thing>;
  /** How it is called in questions. */
  readonly label: (thing: Thing) => string;
  /** Its fields as the contract shows them. */
  readonly shown: object;
  /** What is shown of it, by label; fields without a label get one of their own. */
  readonly details: Readonly<Record<Label, Detail<Thing>>>;
  readonly hidden?: readonly (keyof Thing)[];
  readonly list: {
    /** The columns: labels of details, and what is shown in lists alone. */
    readonly columns: readonly (
      NoInfer<Label> | readonly [heading: string, show: (thing: Thing) => unknown]
    )[];
    readonly filters: FieldOptions;
    /** Its query parameters in the contract. */
    readonly parameters: readonly string[];
    readonly call: (api: AdminClient, query: never) => Call<Page<Thing>>;
  };
  /** Options that differ from what the contract says of a field, for `create` and `update`. */
  readonly options: FieldOptions;
  readonly create: {
    /** The field that is given as an argument, such as `email`. */
    readonly argument?: string;
    readonly help?: string;
    readonly fields: ContractFields;
    /** Options that `create` alone has, or has otherwise. */
    readonly options?: FieldOptions;
    /** Options that are no fields. */
    readonly more?: readonly (readonly [flags: string, help: string])[];
    /** Fields that are asked for, or found out. */
    readonly ask?: (context: Context, given: Given) => Promise<Partial<Body>>;
    readonly call: (api: AdminClient, body: Body, given: Given) => Call<Thing>;
  };
  readonly update: {
    readonly fields: ContractFields;
    /** Options that `update` alone has, or has otherwise. */
    readonly options?: FieldOptions;
    readonly call: (api: AdminClient, id: number, body: Changes) => Call<Thing>;
  };
  /** Adds the commands that other resources do not have. */
  readonly more?: (family: Command, details: Details<Thing>) => void;
  /** Says more about what was created or changed. */
  readonly after?: (context: Context, given: Given, thing: Thing) => void;
  readonly remove?: {
    /** What may be deleted: `a customer that has no licenses`. */
    readonly rule: string;
    readonly call: (api: AdminClient, id: number) => Parameters<typeof answer>[0];
  };
  readonly examples: readonly (readonly [command: string, comment?: string])[];
}

/** Adds the family of commands of a resource. */
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
  const { argument, fields } = create;
  const isArgument = argument === undefined ? {} : { [argument]: undefined };
  const options = optionsFor(fields, { ...common, ...create.options, ...isArgument });
  const usage = argument === undefined ? 'create' : `create <${argument}>`;
  const command = adminCommand(family, usage, create.help ?? `create ${one}`);
  addFieldOptions(command, options, 'create', fields);
  for (const [flags, help] of create.more ?? []) command.option(flags, help);
  command.action(
    withAdminClient(context, async (api, given: Given, name = '') => {
      const body: unknown = {
        ...(argument !== undefined && { [argument]: name }),
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
