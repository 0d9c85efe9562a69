import { type Command, Option } from 'commander';
import type { AdminClient } from './admin-client.ts';
import { parseEnd, parseJsonObject, wholeNumber } from './fields.ts';

/** The fields of a schema in generated/fields.ts. */
export type ContractFields = Readonly<Record<string, ContractField>>;

interface ContractField {
  readonly type?: string | readonly string[];
  /** With null for a field that may have no value. */
  readonly enum?: readonly (string | null)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly description?: string;
}

/** An option that sets a field. Missing properties come from the contract. */
export interface FieldOption {
  /** Such as `--company <name>`; by default the field's name with hyphens. */
  readonly flags?: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Parses the value. @throws InvalidArgumentError */
  readonly parse?: (text: string, before: never) => unknown;
  /** Converts the value for the Admin API, for example a name to an ID. */
  readonly read?: (value: never, api: AdminClient) => unknown;
  /** A second option of `update`, which sets the field to null, or to another value that means none. */
  readonly none?: readonly [flag: string, help: string, value?: unknown];
}

/** Two options for a field that is true or false. */
interface FieldSwitch {
  readonly on: readonly [flag: string, help: string];
  /** Missing when the field can only be set to true. */
  readonly off?: readonly [flag: string, help: string];
}

/** The filter of resources that can be disabled. */
export const enabledFilter: FieldSwitch = {
  on: ['--enabled', 'only enabled ones'],
  off: ['--disabled', 'only disabled ones'],
};

/** The options by field name; undefined for a field without an option. */
export type FieldOptions = Readonly<Record<string, FieldOption | FieldSwitch | undefined>>;

/**
 * What the options are for. `create` has only the option of a switch that differs from the default; the others have
 * both.
 */
type Purpose = 'create' | 'update' | 'filter';

/**
 * The options for the fields of a schema.
 * @param schema from generated/fields.ts
 * @param special options that differ from the contract
 */
export function optionsFor(schema: ContractFields, special: FieldOptions): FieldOptions {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([name, field]) => {
      const own = name in special ? special[name] : {};
      if (own === undefined) return [];
      const option = 'on' in own ? own : optionFor(name, field, own);
      return option === undefined ? [] : [[name, option]];
    }),
  );
}

/** Adds the options to a command. @param schema contains the defaults, for `create` */
export function addFieldOptions(
  command: Command,
  options: FieldOptions,
  purpose: Purpose,
  schema: ContractFields = {},
): Command {
  for (const [name, option] of Object.entries(options)) {
    if (option === undefined) continue;
    if ('on' in option) addSwitch(command, option, purpose, schema[name]?.default);
    else addOption(command, name, option, purpose);
  }
  return command;
}

/** The fields that were given, as the Admin API expects them. @param given the values of the command's options */
export async function readFieldOptions(
  options: FieldOptions,
  given: Readonly<Record<string, unknown>>,
  api: AdminClient,
): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = option && (await valueOf(name, option, given, api));
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function optionFor(
  name: string,
  field: ContractField,
  own: FieldOption,
): FieldOption | FieldSwitch | undefined {
  const help = own.help ?? helpOf(field);
  const types = [field.type ?? []].flat();
  const flag = `--${name.replaceAll('_', '-')}`;
  if (types.includes('boolean'))
    return { on: [flag, help], off: [`--no-${flag.slice(2)}`, 'set it to false'] };
  // Options that name another resource, or parse their value.
  if (own.read !== undefined || own.parse !== undefined) return { help, ...own };
  if (types.includes('object'))
    return { flags: `${flag} <json>`, help, parse: parseJsonObject, ...own };
  if (types.includes('integer')) {
    const count = { flags: `${flag} <count>`, help };
    if (!types.includes('null')) return { ...count, parse: wholeNumber(field.minimum), ...own };
    const parse = wholeNumber(field.minimum, 'unlimited');
    return { ...count, parse, read: noneIs('unlimited'), ...own };
  }
  if (field.pattern?.startsWith('^\\d{4}-') === true) {
    return { flags: `${flag} <time>`, help, parse: parseEnd, read: noneIs('never'), ...own };
  }
  if (field.enum !== undefined) {
    const choices = field.enum.map((word) => word ?? 'none');
    return { flags: `${flag} <word>`, help, choices, read: noneIs('none'), ...own };
  }
  if (types.includes('string')) return { flags: `${flag} <text>`, help, ...own };
  return own.flags === undefined ? undefined : { help, ...own };
}

/** The contract's description as the help of an option: with a small first letter and without a full stop. */
function helpOf({ description = '' }: ContractField): string {
  return description.charAt(0).toLowerCase() + description.slice(1).replace(/\.$/, '');
}

function noneIs(word: string) {
  return (value: unknown) => (value === word ? null : value);
}

function addOption(command: Command, name: string, option: FieldOption, purpose: Purpose): void {
  const added = new Option(flagsOf(name, option), option.help);
  if (option.parse !== undefined) added.argParser(option.parse as (text: string) => unknown);
  if (option.choices !== undefined) added.choices(option.choices);
  if (purpose === 'create') {
    if (option.default !== undefined) added.default(option.default);
    added.makeOptionMandatory(option.required === true);
  }
  command.addOption(added);
  if (option.none !== undefined && purpose === 'update') {
    command.addOption(new Option(option.none[0], option.none[1]));
  }
}

function addSwitch(
  command: Command,
  { on, off }: FieldSwitch,
  purpose: Purpose,
  ordinary: unknown,
): void {
  const yes = new Option(on[0], on[1]);
  const no = off && new Option(off[0], off[1]);
  // Commander takes --trial and --no-trial for one option, of which the last counts; --transfers would be another one.
  const isOne = no?.attributeName() === yes.attributeName();
  if (no === undefined || (purpose === 'create' && !isOne)) {
    command.addOption(ordinary === true && no !== undefined ? no : yes);
    return;
  }
  command.addOption(yes).addOption(isOne ? no : no.conflicts(yes.attributeName()));
}

async function valueOf(
  name: string,
  option: FieldOption | FieldSwitch,
  given: Readonly<Record<string, unknown>>,
  api: AdminClient,
): Promise<unknown> {
  if ('on' in option) {
    if (option.off !== undefined && isNone(new Option(option.off[0]), given)) return false;
    return given[new Option(option.on[0]).attributeName()];
  }
  const [none, , noValue = null] = option.none ?? [];
  if (none !== undefined && isNone(new Option(none), given)) return noValue;
  const value = given[new Option(flagsOf(name, option)).attributeName()];
  if (value === undefined) return undefined;
  return option.read === undefined ? value : await option.read(value as never, api);
}

/** `--no-account` sets `account` to false. */
function isNone(none: Option, given: Readonly<Record<string, unknown>>): boolean {
  return given[none.attributeName()] === !none.negate;
}

function flagsOf(name: string, { flags }: FieldOption): string {
  return flags ?? `--${name.replaceAll('_', '-')} <text>`;
}
